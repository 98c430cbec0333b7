import { printDecimal } from '../../money.ts';
import type { Clearing, Match } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import { billingOf } from '../functions/clearing.ts';
import { alpha } from '../numbers.ts';
import type { Params } from '../params.ts';
import { post } from './calling.ts';
import type { EntitySets } from './entity-set.ts';
import { text } from './entity-set.ts';
import { badRequest, notFound } from './errors.ts';
import type { Entity } from './values.ts';

export const clearingSets = (erp: Erp, functions: RfcFunctions): EntitySets => {
  const all = (): readonly Entity[] =>
    erp.company.clearings.all().flatMap((clearing) => clearing.matches.map((match) => entity(erp, clearing, match)));
  return {
    Clearings: {
      all,
      create: (input, luw) => {
        const document = post(functions, 'Z_QTC_CLEAR', creation(erp, input), luw);
        const made = all().find((clearing) => text(clearing, 'Clearing') === document);
        if (!made) throw notFound(`Clearings('${document}')`);
        return made;
      },
      patch: (clearing, changes, luw) => {
        if (text(changes, 'ResetReference') === '') throw badRequest('A clearing can be reset, no more');
        post(functions, 'Z_QTC_CLEAR_RESET', reset(erp, clearing, changes), luw);
      },
    },
  };
};

function entity({ company, currencies }: Erp, clearing: Clearing, match: Match): Entity {
  const resetRow = company.idempotency.all().find((row) => row.document === clearing.reset);
  return {
    Clearing: clearing.document,
    Reference: clearing.reference,
    Customer: clearing.customer,
    Credit: match.credit,
    Debit: billingOf({ company }, match.debit),
    Amount: printDecimal(match.amount, currencies.digits(clearing.currency)),
    Currency: clearing.currency,
    PostingDate: company.fiDocuments.get(clearing.document)?.postingDate ?? null,
    ResetReference: resetRow?.key ?? '',
    ResetDocument: clearing.reset ?? '',
  };
}

const creation = ({ companyCode }: Erp, input: Entity): Params => ({
  IV_KEY: text(input, 'Reference'),
  IV_COMP_CODE: companyCode,
  IV_CUSTOMER: alpha(text(input, 'Customer'), 10),
  IV_CREDIT: text(input, 'Credit'),
  IV_DEBIT: alpha(text(input, 'Debit'), 10),
  IV_AMOUNT: text(input, 'Amount'),
  IV_CURRENCY: text(input, 'Currency'),
  IV_PSTNG_DATE: text(input, 'PostingDate'),
});

const reset = ({ companyCode }: Erp, clearing: Entity, changes: Entity): Params => ({
  IV_KEY: text(changes, 'ResetReference'),
  IV_COMP_CODE: companyCode,
  IV_CLEARING: text(clearing, 'Clearing'),
  IV_PSTNG_DATE: text(changes, 'PostingDate'),
});
