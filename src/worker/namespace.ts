import type { Connection } from '@temporalio/client';
import { missingSearchAttributes } from '../runtime/temporal-namespace.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** Without one of them every start would be refused, and Stripe's events would wait at Stripe. */
export async function assertSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(connection, searchAttributes, namespace);
  if (missing.length === 0) return;
  const commands = missing.map(
    ({ name, type }) =>
      `  temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${typeNames[type] ?? type}`,
  );
  throw new Error(
    [`The Temporal namespace "${namespace}" lacks search attributes. Create them, as in:`, ...commands].join('\n'),
  );
}

const typeNames: Readonly<Record<string, string>> = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList', BOOL: 'Bool' };
