import type { Lookup } from '../evaluator.ts';

type Given = { readonly value?: string } | { readonly failed: true };
const longestAnswer = 10_000;

/** An answer in good time, or that there is none; why stays with the other side. */
export async function lookUp(lookup: Lookup | undefined, table: string, key: string, ms: number): Promise<Given> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Given>((resolve) => {
    timer = setTimeout(() => resolve({ failed: true }), ms);
  });
  try {
    return await Promise.race([late, answered(lookup, table, key)]);
  } catch {
    return { failed: true };
  } finally {
    clearTimeout(timer);
  }
}

async function answered(lookup: Lookup | undefined, table: string, key: string): Promise<Given> {
  if (!lookup) return { failed: true };
  const value = await lookup(table, key);
  if (value === undefined) return {};
  return value.length > longestAnswer ? { failed: true } : { value };
}
