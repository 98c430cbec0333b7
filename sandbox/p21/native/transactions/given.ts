import type { Definition, DefinedElement } from '../definitions/definition.ts';
import { disabled, Failure, noMatch, required, wrong } from './failures.ts';
import type { DataElement, Transaction } from './transaction-set.ts';

/** Values by field, as they stand after all edits. */
export type Row = ReadonlyMap<string, string>;
type Element = { readonly isKeyed: boolean; readonly keys: readonly string[]; readonly rows: readonly Row[] };
/** What a transaction says, checked against the definition of its service. */
export type Given = ReadonlyMap<string, Element>;

/** Columns that no window lets anyone write (V of orders). */
const alwaysDisabled = new Set(['company_id']);
/** Columns that are ticked; everywhere else a value is taken as it is. */
const flags = new Set(['approved', 'cancel_flag', 'fc_create_invoice']);
/** Choosing one fills the others anew: whatever was entered in them before is gone. */
const fillsAnew: Readonly<Record<string, readonly string[]>> = {
  customer_id: ['ship_to_id', 'currency_id'],
  oe_order_item_id: ['unit_quantity', 'unit_price', 'extended_desc', 'tax_group_id'],
};

/** @throws Failure for what the definition doesn't have, and for disabled columns */
export function readGiven(definition: Definition, { DataElements }: Transaction, useCodeValues: boolean): Given {
  const given = new Map<string, Element>();
  for (const element of DataElements) {
    const defined = definition.elements.get(element.Name);
    if (!defined || defined.type !== element.Type || given.has(element.Name)) throw noMatch();
    given.set(element.Name, readElement(element, defined, useCodeValues));
  }
  return given;
}

function readElement({ Type, Keys, Rows }: DataElement, defined: DefinedElement, useCodeValues: boolean): Element {
  const isKeyed = Keys.length > 0;
  const keys = isKeyed ? Keys : defined.keyFields;
  const rows = Rows.map(({ Edits }) => readRow(Edits, defined, useCodeValues));
  if (isKeyed && rows.some((row) => keys.some((key) => !row.has(key)))) throw noMatch();
  if (Type === 'Form' && rows.length !== 1) throw noMatch();
  return { isKeyed, keys, rows: Type === 'Form' ? rows : collapse(rows, keys, isKeyed) };
}

function readRow(edits: DataElement['Rows'][number]['Edits'], { fields }: DefinedElement, useCodeValues: boolean): Row {
  const row = new Map<string, string>();
  for (const { Name, Value } of edits) {
    if (!fields.has(Name)) throw noMatch();
    if (alwaysDisabled.has(Name)) throw disabled(Name);
    for (const other of fillsAnew[Name] ?? []) row.delete(other);
    row.set(Name, flags.has(Name) ? ticked(Name, Value, useCodeValues) : Value);
  }
  return row;
}

function ticked(field: string, value: string, useCodeValues: boolean): 'Y' | 'N' {
  const [on, off] = useCodeValues ? ['Y', 'N'] : ['ON', 'OFF'];
  if (value !== on && value !== off) throw wrong(field, value, `is neither ${on} nor ${off}`);
  return value === on ? 'Y' : 'N';
}

/** Rows are told apart by the keys; without any, by what the window itself tells them apart by: the last one wins (V). */
function collapse(rows: readonly Row[], keys: readonly string[], isKeyed: boolean): readonly Row[] {
  const distinct = new Map<string, Row>();
  for (const row of rows) {
    const key = identityOf(row, keys);
    distinct.set(key, isKeyed ? new Map([...(distinct.get(key) ?? []), ...row]) : row);
  }
  return [...distinct.values()];
}

export const identityOf = (row: Row, keys: readonly string[]): string =>
  JSON.stringify(keys.map((key) => row.get(key) ?? ''));

/** The only row of a form. @throws Failure when the transaction hasn't got it */
export function formOf(given: Given, name: string): { readonly row: Row; readonly isKeyed: boolean } {
  const form = given.get(name);
  const row = form?.rows[0];
  if (!form || !row) throw noMatch();
  return { row, isKeyed: form.isKeyed };
}

/** What an entry is empty of was not entered. */
export const valueOf = (row: Row, field: string | undefined): string | undefined =>
  (field === undefined ? undefined : row.get(field)) || undefined;

/** Columns whose absence is told in other words (V). */
const worded: Readonly<Record<string, () => Failure>> = {
  source_loc_id: () => new Failure('Jurisdiction ID for Order Header Tax is required'),
  ship_to_id: () => new Failure('This column is required.'),
};

/** @throws Failure that names the first column that is required and empty */
export function mustHave(definition: Definition, element: string, row: Row): void {
  for (const [name, { label, required: isRequired }] of definition.elements.get(element)?.fields ?? []) {
    if (isRequired && !valueOf(row, name)) throw worded[name]?.() ?? required(label);
  }
}
