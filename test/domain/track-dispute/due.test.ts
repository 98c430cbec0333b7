import { describe, expect, it } from 'vitest';
import type { SeenEffect } from '../../../src/domain/effects.ts';
import { money } from '../../../src/domain/money.ts';
import { due } from '../../../src/domain/track-dispute/due.ts';
import type { SeenDispute } from '../../../src/domain/track-dispute/seen.ts';
import { tell } from '../../../src/domain/track-dispute/steps.ts';
import { standing } from '../order-to-cash/world.ts';
import { createBooks, disputed, dollars, moved } from './world.ts';

const taken = moved('txn_1', -11_900);
const of = (change: Partial<SeenDispute>): SeenDispute => ({ ...disputed, movements: [taken], ...change });
const posted = standing({ kind: 'dispute', subject: 'txn_1', amount: dollars(11_900), number: '7000001' });
const lost = standing({ kind: 'lost', subject: 'du_1', amount: dollars(11_900), number: '7000002' });
const steps = (change: Partial<SeenDispute>) => due(of(change)).steps.map(tell);
const trouble = (change: Partial<SeenDispute>) => due(of(change)).trouble?.code;
const answering = (change: Partial<SeenDispute>): readonly SeenEffect[] => {
  const asked = due(of(change)).trouble?.acceptable;
  return asked?.do === 'answer' ? [{ ...standing(asked), key: asked.key, state: 'settled-by-hand' }] : [];
};

describe('the money of a dispute', () => {
  it('is posted by balance transaction, gross, and neither before it moves nor twice', () => {
    expect(due(of({}))).toMatchObject({
      steps: [
        {
          do: 'movement',
          key: 'acme/dispute/txn_1#1',
          type: 'dispute-withdrawn',
          amount: dollars(11_900),
          stripeId: 'txn_1',
          bookedOn: '2026-11-20',
        },
      ],
    });
    expect(steps({ movements: [] })).toEqual([]);
    expect(steps({ effects: [posted] })).toEqual([]);
  });

  it('that comes back is posted the other way round', () => {
    const { steps: due1 } = due(of({ status: 'won', movements: [taken, moved('txn_2', 11_900)], effects: [posted] }));
    expect(due1).toMatchObject([{ type: 'dispute-reinstated', key: 'acme/dispute/txn_2#1', amount: dollars(11_900) }]);
  });

  it.each(['warning_needs_response', 'needs_response', 'under_review', 'a_new_word'])(
    'is posted before anybody is asked: %s',
    (status) => expect(steps({ status })).toEqual(['post 119.00 USD withdrawn for the dispute']),
  );

  it('wakes the flow of its payment first, so that the order shows it whatever happens to the entries', () =>
    expect(steps({ payment: 'pi_1' })[0]).toBe('wake the flow of the payment'));

  it('is left alone once a person closed the dispute', () =>
    expect(due(of({ closed: true, status: 'lost' }))).toEqual({ steps: [] }));
});

describe('a dispute that is over', () => {
  const gone = { status: 'lost', closedOn: '2026-12-02', effects: [posted] };

  it('and lost is given up on the day that it ended', () =>
    expect(due(of(gone)).steps).toMatchObject([
      { do: 'loss', key: 'acme/lost/du_1#1', amount: dollars(11_900), bookedOn: '2026-12-02', type: 'dispute-lost' },
    ]));

  it('and lost before its money was taken is given up on the day of the money', () =>
    expect(due(of({ ...gone, closedOn: '2026-11-18' })).steps).toMatchObject([{ bookedOn: '2026-11-20' }]));

  it('and won in part is lost for the rest', () =>
    expect(steps({ ...gone, status: 'won', movements: [taken, moved('txn_2', 5_000)] })).toEqual([
      'post 50.00 USD given back',
      'post the loss of 69.00 USD',
    ]));

  it('and prevented keeps what was taken by then', () =>
    expect(steps({ ...gone, status: 'prevented' })).toEqual(['post the loss of 119.00 USD']));

  it.each(['won', 'warning_closed', 'prevented', 'lost'])('without money asks for nothing: %s', (status) =>
    expect(due(of({ status, movements: [] }))).toEqual({ steps: [] }),
  );

  it('and won with more coming back than was taken, as at another rate, is a gain', () =>
    expect(due(of({ ...gone, status: 'won', movements: [taken, moved('txn_2', 12_000)] })).steps.at(-1)).toMatchObject({
      do: 'loss',
      amount: dollars(-100),
    }));

  it('and won waits for its money for a day, and then asks a person', () => {
    const won = { ...gone, status: 'won' };
    expect(due(of({ ...won, returnGraceSeconds: 86_000 }))).toEqual({
      steps: [],
      waiting: { for: 'the money that was won', seconds: 86_000 },
    });
    expect(due(of({ ...won, returnGraceSeconds: 0 }))).toMatchObject({
      steps: [],
      trouble: { code: 'dispute-return-missing', amount: dollars(11_900) },
    });
  });

  it('and won has its money, whichever of the two Stripe dates later', () => {
    const movements = [moved('txn_2', 11_900), taken];
    expect(due(of({ status: 'won', movements, returnGraceSeconds: 0 })).trouble).toBeUndefined();
    expect(due(of({ status: 'won', movements, returnGraceSeconds: 60 })).waiting).toBeUndefined();
  });

  it('and won is lost once a person says that the money does not come', () => {
    const won = { ...gone, status: 'won', returnGraceSeconds: 0 };
    const effects = [posted, ...answering(won)];
    expect(due(of({ ...won, effects }))).toMatchObject({ steps: [{ do: 'loss', amount: dollars(11_900) }] });
    expect(trouble({ ...won, effects })).toBeUndefined();
  });

  it('waits anew where it was won before, opened again and won again', () => {
    const movements = [taken, moved('txn_2', 11_900), moved('txn_3', -11_900)];
    expect(due(of({ status: 'won', movements, returnGraceSeconds: 60 })).waiting).toBeDefined();
  });
});

describe('a loss that stands', () => {
  const standingLoss = { effects: [posted, lost] };

  it('is taken back when the dispute is opened again', () =>
    expect(due(of({ ...standingLoss, status: 'appeal_under_review' })).steps).toMatchObject([
      { do: 'undo-loss', key: 'acme/cancel/du_1#1', undoes: 'acme/lost/du_1#1' },
    ]));

  it('is posted in its next generation when it is lost again', () =>
    expect(due(of({ status: 'lost', effects: [posted, { ...lost, state: 'reversed' }] })).steps).toMatchObject([
      { do: 'loss', key: 'acme/lost/du_1#2' },
    ]));

  it('follows money that comes back all the same', () =>
    expect(steps({ ...standingLoss, status: 'lost', movements: [taken, moved('txn_2', 1_900)] })).toEqual([
      'post 19.00 USD given back',
      'take back the loss of 119.00 USD',
      'post the loss of 100.00 USD',
    ]));

  it('is left as it is while nobody knows what the status means', () =>
    expect(due(of({ ...standingLoss, status: 'a_new_word' }))).toMatchObject({ steps: [] }));

  it('and was made by hand is taken for the whole', () => {
    const { amount: _, ...byHand } = { ...lost, state: 'settled-by-hand' } as const;
    expect(steps({ status: 'lost', effects: [posted, byHand] })).toEqual([]);
    expect(steps({ status: 'under_review', effects: [posted, byHand] })).toEqual(['take back the loss']);
  });

  it('or may stand is found out before anything else follows', () =>
    expect(due(of({ status: 'under_review', effects: [posted, { ...lost, state: 'unknown' }] }))).toMatchObject({
      steps: [{ do: 'loss', key: 'acme/lost/du_1#1', amount: dollars(11_900) }],
      again: true,
    }));
});

describe('a person is asked', () => {
  it.each(['warning_needs_response', 'needs_response', 'appeal_needs_response'])(
    'for evidence, with the deadline and what is at stake: %s',
    (status) =>
      expect(due(of({ status }))).toMatchObject({
        trouble: { code: 'dispute-evidence', amount: dollars(11_900) },
        dueBy: '2026-12-01T10:00:00.000Z',
      }),
  );

  it.each(['warning_under_review', 'under_review', 'appeal_under_review', 'lost'])(
    'no more once it was submitted, or it is too late: %s',
    (status) => {
      expect(trouble({ status })).toBeUndefined();
      expect(due(of({ status }))).not.toHaveProperty('dueBy');
    },
  );

  it('for evidence again where the inquiry that nobody answered becomes a chargeback', () => {
    const effects = answering({ status: 'warning_needs_response' });
    expect(due(of({ status: 'warning_needs_response', effects }))).not.toHaveProperty('trouble');
    expect(due(of({ status: 'warning_needs_response', effects }))).not.toHaveProperty('dueBy');
    expect(trouble({ status: 'needs_response', effects })).toBe('dispute-evidence');
    expect(trouble({ status: 'warning_needs_response', dueBy: '2026-12-20T10:00:00.000Z', effects })).toBe(
      'dispute-evidence',
    );
  });

  it.each(['a_new_word', 'constructor'])('what a status means that is not known: %s', (status) => {
    expect(trouble({ status })).toBe('dispute-status-unknown');
    expect(trouble({ status, effects: answering({ status }) })).toBeUndefined();
  });

  it('what a movement is that no dispute is known to have, and posts the others', () => {
    const movements = [taken, moved('txn_9', -500, { unknown: true })];
    expect(due(of({ status: 'under_review', movements }))).toMatchObject({
      steps: [{ key: 'acme/dispute/txn_1#1' }],
      trouble: { code: 'dispute-movement-unknown', acceptable: { key: 'acme/dispute/txn_9#1' }, amount: dollars(500) },
    });
    const byHand = standing({ kind: 'dispute', subject: 'txn_9', state: 'settled-by-hand' });
    expect(due(of({ status: 'under_review', movements, effects: [posted, byHand] }))).toEqual({ steps: [] });
  });
});

describe('money in another currency than the ledger', () => {
  const euro = { amount: money(-10_000, 'EUR') };
  const status = 'under_review';

  it('is for a person, movement by movement', () => {
    const movements = [moved('txn_1', 0, euro)];
    expect(due(of({ status, movements }))).toMatchObject({
      steps: [],
      trouble: {
        code: 'settlement-currency',
        amount: money(10_000, 'EUR'),
        acceptable: { key: 'acme/dispute/txn_1#1', kind: 'dispute' },
      },
    });
    expect(trouble({ status, movements, effects: [posted] })).toBeUndefined();
  });

  it('that is lost is for a person too', () => {
    const movements = [moved('txn_1', 0, euro)];
    const found = due(of({ status: 'lost', movements, effects: [posted] }));
    expect(found).toMatchObject({ steps: [], trouble: { acceptable: { key: 'acme/lost/du_1#1' } } });
    const { amount: _, ...byHand } = { ...lost, state: 'settled-by-hand' } as const;
    expect(trouble({ status: 'lost', movements, effects: [posted, byHand] })).toBeUndefined();
  });

  it('and in the ledger too is posted where it can be, and no sum is made of both', () => {
    const movements = [taken, moved('txn_2', 0, { amount: money(9_000, 'EUR') })];
    const back = standing({ kind: 'dispute', subject: 'txn_2', state: 'settled-by-hand' });
    expect(steps({ status, movements })).toEqual(['post 119.00 USD withdrawn for the dispute']);
    const over = { status: 'won', movements, effects: [posted, back] };
    expect(trouble(over)).toBe('settlement-currency');
    expect(trouble({ ...over, effects: [posted, back, lost] })).toBeUndefined();
  });
});

it('comes to rest: what a run has posted is not due in the next', () => {
  const books = createBooks();
  books.stripe({ status: 'lost', movements: [taken] });
  books.run();
  expect(due(books.seen()).steps).toEqual([]);
  expect(books.accounts()).toEqual({ disputes: 0, losses: 11_900 });
});
