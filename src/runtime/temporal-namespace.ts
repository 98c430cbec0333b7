import { Connection } from '@temporalio/client';
import {
  encodeSearchAttributeIndexedValueType,
  type SearchAttributeKey,
  type SearchAttributeType,
} from '@temporalio/common/lib/search-attributes.js';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';

export type AttributeList = readonly SearchAttributeKey<SearchAttributeType>[];
type SetUp = { readonly address: string; readonly searchAttributes: AttributeList; readonly namespace?: string };

const dayMs = 86_400_000;
const deadlineMs = 5_000;
/** Stripe delivers again for three days and lists events for thirty: the ids of closed workflows must outlast both. */
export const wantedRetentionDays = 35;

/** Brings a namespace of our own server up to what the product needs; done twice, it changes nothing. */
export async function setUpNamespace({ address, searchAttributes, namespace = 'default' }: SetUp): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: deadlineMs });
  try {
    await ensureRetention(connection, namespace);
    await ensureSearchAttributes(connection, searchAttributes, namespace);
  } finally {
    await connection.close();
  }
}

export async function retentionDaysOf(connection: Connection, namespace: string): Promise<number> {
  const { config } = await soon(connection, () => connection.workflowService.describeNamespace({ namespace }));
  return tsToMs(config?.workflowExecutionRetentionTtl) / dayMs;
}

export async function ensureRetention(connection: Connection, namespace: string): Promise<void> {
  if ((await retentionDaysOf(connection, namespace)) >= wantedRetentionDays) return;
  const config = { workflowExecutionRetentionTtl: msToTs(wantedRetentionDays * dayMs) };
  await soon(connection, () => connection.workflowService.updateNamespace({ namespace, config }));
}

/** Those of the list that the namespace lacks, or has with another type: each of them makes every start fail. */
export async function missingSearchAttributes(
  connection: Connection,
  wanted: AttributeList,
  namespace: string,
): Promise<AttributeList> {
  const { customAttributes } = await soon(connection, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  return wanted.filter(({ name, type }) => customAttributes?.[name] !== encodeSearchAttributeIndexedValueType(type));
}

export async function ensureSearchAttributes(
  connection: Connection,
  wanted: AttributeList,
  namespace: string,
): Promise<void> {
  const missing = await missingSearchAttributes(connection, wanted, namespace);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0]),
  );
  await soon(connection, () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
}

const soon = <T>(connection: Connection, call: () => Promise<T>): Promise<T> =>
  connection.withDeadline(Date.now() + deadlineMs, call);
