import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { mappedBy } from '../../src/activities/posting.ts';
import { ErpError } from '../../src/erp/errors.ts';
import type { Lookup } from '../../src/mapping/expressions/evaluator.ts';
import { MappingFault } from '../../src/mapping/fault.ts';

afterEach(() => void vi.useRealTimers());

/** A mapping that can do nothing without an answer, and says so as expressions do. */
const mapping = (company: Lookup) =>
  mappedBy(
    { mapperFor: async () => ({ label: 'acme@3' }), lookup: company } as unknown as Company,
    'order/4711',
    async (_, lookup) => {
      const found = await lookup('items', 'W-100').catch(() => undefined);
      if (found === undefined) throw new MappingFault('lines.item', 'gives nothing');
      return { document: { kind: 'customer', name: found } as never, trace: [] };
    },
  );

describe('a mapping that looks something up', () => {
  it('bears the version that it was mapped by', async () =>
    expect(await mapping(async () => 'AP-1')).toMatchObject({ document: { name: 'AP-1' }, profile: 'acme@3' }));

  it('is tried again when the ERP is down or too slow, and is no case for a person', async () => {
    const down = new ErpError('unavailable', 'The ERP does not answer');
    await expect(mapping(() => Promise.reject(down))).rejects.toBe(down);
    vi.useFakeTimers();
    const slow = expect(mapping(() => new Promise(() => {}))).rejects.toMatchObject({ code: 'unavailable' });
    await vi.advanceTimersByTimeAsync(9_999);
    await slow;
  });

  it('is a case for a person where there is nothing', async () =>
    expect(mapping(async () => undefined)).rejects.toThrow(MappingFault));
});
