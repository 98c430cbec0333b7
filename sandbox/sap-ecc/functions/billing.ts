import type { BillingDocument } from '../company.ts';
import { parseQuantity, timesQuantity } from '../currencies.ts';
import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import type { Luw } from '../luw.ts';
import { commitForCaller } from '../luw.ts';
import { error, message, Refusal } from '../messages.ts';
import type { Message } from '../messages.ts';
import { isDay } from '../calendar.ts';
import { bill, cancelBilling } from '../invoicing.ts';
import { alpha } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { at, rowsIn, textIn } from '../params.ts';

const returns = { as: 'table', type: 'BAPIRET1' } as const;

/** Both commit by themselves, and whatever else was in the LUW with it. */
const committing = (run: RfcFunction['run']): RfcFunction => ({
  returns,
  writes: true,
  run: (params, luw) => {
    const outcome = run(params, luw);
    commitForCaller(luw);
    return outcome;
  },
});
export const billingFunctions: RfcFunctions = {
  BAPI_BILLINGDOC_CREATEMULTIPLE: committing(createBilling),
  BAPI_BILLINGDOC_CANCEL1: committing(cancelByNumber),
};

const required = [
  'SALESORG',
  'DISTR_CHAN',
  'DIVISION',
  'DOC_TYPE',
  'ORDBILLTYP',
  'SOLD_TO',
  'ITEM_CATEG',
  'REQ_QTY',
  'SALES_UNIT',
  'CURRENCY',
  'PLANT',
  'MATERIAL',
];

/** One document out of all rows: they must agree in payer, currency and date. TAX_CLASS1 of a row is read, too (M). */
function createBilling(params: Params, luw: Luw): Outcome {
  const rows = rowsIn(params, 'BILLINGDATAIN');
  const [first] = rows;
  const problems = rows.flatMap((row, index) => rowProblems(luw, row, index + 1));
  if (!first || problems.length > 0) throw new Refusal(...(first ? problems : [error('V1 323', ['BILLINGDATAIN'])]));
  const items = rows.map((row, index) => itemOf(luw, row, index, rowsIn(params, 'CONDITIONDATAIN')));
  const date = at(first, 'BILL_DATE');
  const reference = at(first, 'REF_DOC_L').slice(0, 16);
  const document = bill(luw, {
    order: '',
    payer: alpha(at(first, 'SOLD_TO'), 10),
    currency: at(first, 'CURRENCY'),
    date: isDay(date) ? date : luw.erp.clock.today(),
    assignment: reference,
    ...(reference && { reference }),
    items,
  });
  return saved(document);
}

function rowProblems({ erp, company }: Luw, row: Fields, index: number): readonly Message[] {
  const material = company.materials.get(alpha(at(row, 'MATERIAL'), 18));
  const customer = company.customers.get(alpha(at(row, 'SOLD_TO'), 10));
  const currency = at(row, 'CURRENCY');
  const place = { row: index };
  return [
    ...required.filter((field) => !at(row, field)).map((field) => error('V1 323', [field], { ...place, field })),
    ...(material && !material.discontinued ? [] : [error('V1 382', [at(row, 'MATERIAL')], place)]),
    ...(customer ? [] : [error('V1 398', [at(row, 'SOLD_TO')], place)]),
    ...(erp.currencies.exists(currency) ? [] : [error('S& 044', [currency], place)]),
    ...(erp.taxes.of(at(row, 'TAX_CLASS1')) ? [] : [error('V1 460', [at(row, 'TAX_CLASS1'), 'TAX_CLASS1'], place)]),
  ];
}

function itemOf({ erp, company }: Luw, row: Fields, index: number, conditions: readonly Fields[]) {
  const material = alpha(at(row, 'MATERIAL'), 18);
  const currency = at(row, 'CURRENCY');
  const condition = (type: string): bigint => {
    const mine = conditions.find(
      (one) => at(one, 'DATA_INDEX').replace(/^0+/, '') === String(index + 1) && at(one, 'COND_TYPE') === type,
    );
    const value = erp.currencies.parse(at(mine, 'COND_VALUE'), currency);
    if (value === undefined) throw new Refusal(error('V1 460', [at(mine, 'COND_VALUE'), 'COND_VALUE']));
    return value;
  };
  const quantity = parseQuantity(at(row, 'REQ_QTY'));
  if (quantity === undefined) throw new Refusal(error('V1 460', [at(row, 'REQ_QTY'), 'REQ_QTY']));
  return {
    number: String((index + 1) * 10).padStart(6, '0'),
    material,
    text: company.materials.get(material)?.description ?? '',
    taxClass: at(row, 'TAX_CLASS1'),
    quantity,
    net: timesQuantity(condition('PR00'), quantity) + condition('RB00'),
  };
}

function cancelByNumber(params: Params, luw: Luw): Outcome {
  const number = alpha(textIn(params, 'BILLINGDOCUMENT'), 10);
  const billing = luw.company.billingDocuments.get(number);
  if (!billing) throw new Refusal(error('VF 001', [number]));
  const date = textIn(params, 'BILLINGDATE');
  return saved(cancelBilling(luw, billing, isDay(date) ? date : billing.date));
}

const saved = ({ number }: BillingDocument): Outcome => ({
  messages: [message('S', 'VF 050', [number])],
  tables: { SUCCESS: [{ BILL_DOC: number }], ERRORS: [] },
});
