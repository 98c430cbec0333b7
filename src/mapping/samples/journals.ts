import { money, zero } from '../../domain/money.ts';
import { journalTypes } from '../profile/roles.ts';
import { sampleDay, type Sample } from './sample.ts';

/** Every type of entry, there and back, with tax where there may be some. */
export const sampleJournals = (ledgerCurrency: string): readonly Sample[] =>
  journalTypes.flatMap((type) =>
    ([375, -375] as const).flatMap((minor) =>
      (type === 'fees' ? [0, 60] : [0]).map(
        (tax) =>
          ({
            name: `an entry of ${type}${minor < 0 ? ', taken back' : ''}${tax > 0 ? ', with tax' : ''}`,
            map: (mapper) =>
              mapper.journal({
                type,
                stripeId: 'txn_sample0000000000000001',
                date: sampleDay,
                amount: money(minor, ledgerCurrency),
                tax: tax === 0 ? zero(ledgerCurrency) : money(minor < 0 ? -tax : tax, ledgerCurrency),
                description: 'A sample',
              }),
          }) satisfies Sample,
      ),
    ),
  );
