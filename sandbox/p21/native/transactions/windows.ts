import type { Definition } from '../definitions/definition.ts';
import { definitionIn } from '../definitions/definition.ts';
import type { NativeSite } from '../native-site.ts';

export type Window = { readonly service: string; readonly file: string; readonly definition: Definition };

/** What a service's name leads to: its window, a text why the user may not open it, or nothing. */
export function windowOf({ services, forbidden }: NativeSite, service: string): Window | string | undefined {
  const file = services.get(service);
  if (file === undefined) return undefined;
  if (forbidden.windows.has(service)) {
    return `Window <<${service}>> is not available or user does not have permission to open it`;
  }
  return { service, file, definition: definitionIn(file) };
}

/** A transaction that waits to be filled in: with every field or, `basic`, with those that are required. */
export function blank({ service, definition }: Window, basic: boolean): object {
  const { TransactionSet } = definition.file.Template;
  const isRequired = (element: string, field: string) =>
    definition.elements.get(element)?.fields.get(field)?.required === true;
  return {
    ...TransactionSet,
    Name: service,
    Transactions: TransactionSet.Transactions.map((transaction) => ({
      ...transaction,
      DataElements: transaction.DataElements.map((element) => ({
        ...element,
        Rows: element.Rows.map((row) => ({
          ...row,
          Edits: row.Edits.filter(({ Name }) => !basic || isRequired(element.Name, Name)),
        })),
      })),
    })),
  };
}
