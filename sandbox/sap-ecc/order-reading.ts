import { parseQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import type { Message } from './messages.ts';
import { error, Refusal } from './messages.ts';
import { alpha } from './numbers.ts';
import type { OrderText, ShipTo } from './company.ts';
import type { Fields, Params } from './params.ts';
import { at, rowsIn } from './params.ts';

/** Only what the X structure flags is taken; without any X structure, everything. Keys of rows need no flag. */
export function flagged(fields: Fields, flags: Fields | undefined): Fields {
  if (flags === undefined || Object.keys(flags).length === 0) return fields;
  const keys = ['ITM_NUMBER', 'SCHED_LINE', 'COND_TYPE'];
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => keys.includes(name) || (flags[name] ?? '').trim() !== ''),
  );
}

export const itemNumber = (text: string): string => text.trim().padStart(6, '0');

/** Where the two functions call the same table by different names. */
export type TableNames = Readonly<Record<'items' | 'schedules' | 'conditions', readonly [string, string]>>;

/** What a request says of one item; a field that it leaves alone is undefined. */
export type ItemInput = {
  readonly number: string;
  readonly updateFlag: string;
  readonly material: string | undefined;
  readonly text: string | undefined;
  readonly taxClass: string | undefined;
  readonly rejection: string | undefined;
  readonly customerMaterial: string | undefined;
  readonly quantity: bigint | undefined;
  readonly price: bigint | undefined;
  readonly discount: bigint | undefined;
};

/** @throws Refusal for amounts and quantities that are none */
export function readItems(erp: Erp, params: Params, names: TableNames, currency: string): readonly ItemInput[] {
  const problems: Message[] = [];
  const [items, schedules, conditions] = [names.items, names.schedules, names.conditions].map((pair) =>
    flaggedRows(params, pair),
  ) as [readonly Fields[], readonly Fields[], readonly Fields[]];
  const number = (field: string, text: string, row: number, value: bigint | undefined): bigint => {
    if (value === undefined) problems.push(error('V1 460', [text, field], { field, row }));
    return value ?? 0n;
  };
  const numbers = new Set([...items, ...schedules, ...conditions].map((row) => itemNumber(at(row, 'ITM_NUMBER'))));
  const read = [...numbers].map((itemNo, index): ItemInput => {
    const mine = (row: Fields) => itemNumber(at(row, 'ITM_NUMBER')) === itemNo;
    const item = items.find(mine);
    const quantities = [...schedules.filter(mine).map((row) => row['REQ_QTY']), item?.['TARGET_QTY']];
    const quantity = quantities.find((text) => text !== undefined);
    const condition = (type: string): bigint | undefined => {
      const found = conditions.find((row) => mine(row) && at(row, 'COND_TYPE') === type);
      const value = found?.['COND_VALUE'];
      if (found === undefined || value === undefined) return undefined;
      if (at(found, 'CURRENCY') && at(found, 'CURRENCY') !== currency) {
        problems.push(error('V1 460', [at(found, 'CURRENCY'), 'CURRENCY']));
      }
      return number('COND_VALUE', value, index + 1, erp.currencies.parse(value, currency));
    };
    return {
      number: itemNo,
      updateFlag: at(rowsIn(params, names.items[1]).find(mine), 'UPDATEFLAG'),
      material: item?.['MATERIAL'] === undefined ? undefined : alpha(item['MATERIAL'], 18),
      text: item?.['SHORT_TEXT']?.slice(0, 40),
      taxClass: item?.['TAX_CLASS1'],
      rejection: item?.['REASON_REJ'],
      customerMaterial: item?.['CUST_MAT35']?.slice(0, 35),
      quantity: quantity === undefined ? undefined : number('REQ_QTY', quantity, index + 1, parseQuantity(quantity)),
      price: condition('PR00'),
      discount: condition('RB00'),
    };
  });
  if (problems.length > 0) throw new Refusal(...problems);
  return read;
}

function flaggedRows(params: Params, [table, flags]: readonly [string, string]): readonly Fields[] {
  const flagRows = rowsIn(params, flags);
  const keys = ['ITM_NUMBER', 'SCHED_LINE', 'COND_TYPE'].filter((key) => key !== 'SCHED_LINE');
  return rowsIn(params, table).map((row) => {
    const mine = flagRows.find((flag) =>
      keys.every((key) => flag[key] === undefined || row[key] === undefined || at(flag, key) === at(row, key)),
    );
    if (flagRows.length === 0) return row;
    return flagged(row, mine ?? { UPDATEFLAG: ' ' });
  });
}

/** Lines of one text belong together; each is 132 characters at most. */
export function readTexts(params: Params): readonly OrderText[] {
  const texts = new Map<string, { item: string; id: string; lines: string[] }>();
  for (const row of rowsIn(params, 'ORDER_TEXT')) {
    const item = itemNumber(at(row, 'ITM_NUMBER'));
    const text = texts.get(`${item} ${at(row, 'TEXT_ID')}`) ?? { item, id: at(row, 'TEXT_ID'), lines: [] };
    text.lines.push(at(row, 'TEXT_LINE').slice(0, 132));
    texts.set(`${item} ${text.id}`, text);
  }
  return [...texts.values()];
}

export function shipToIn(params: Params): ShipTo | undefined {
  const partner = rowsIn(params, 'ORDER_PARTNERS').find((row) => at(row, 'PARTN_ROLE') === 'WE');
  return (
    partner && {
      number: alpha(at(partner, 'PARTN_NUMB'), 10),
      name: at(partner, 'NAME'),
      street: at(partner, 'STREET'),
      city: at(partner, 'CITY'),
      postalCode: at(partner, 'POSTL_CODE'),
      region: at(partner, 'REGION'),
      country: at(partner, 'COUNTRY'),
    }
  );
}
