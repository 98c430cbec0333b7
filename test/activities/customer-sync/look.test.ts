import { describe, expect, it } from 'vitest';
import type { AlikeDeps } from '../../../src/activities/customer-sync/deps.ts';
import { lookAt } from '../../../src/activities/customer-sync/look.ts';
import type { CustomerLink } from '../../../src/store/customer-links.ts';

type World = {
  readonly account: object;
  readonly matchedOnly?: boolean;
  readonly changedAt?: string;
  readonly taxId?: string;
  readonly linked?: { readonly erpId: string; readonly origin: 'ours' | 'theirs' };
  readonly known?: CustomerLink;
};

/** One customer of SAP, 100001, linked on 20 November at 08:00, and of Stripe what is said. */
function looking({ account, matchedOnly = false, changedAt, taxId, linked, known }: World) {
  const links: object[] = [];
  const saved: CustomerLink[] = [];
  const owners = { name: 'stripe', email: 'newest', phone: 'stripe', address: 'stripe', tax_id: 'erp' };
  const record = {
    number: '100001',
    name: 'Ann Buyer',
    blocked: false,
    changedAt: changedAt ?? '2026-11-20T07:59:00.000Z',
    ...(taxId && { taxId }),
  };
  const company = {
    key: 'acme',
    connection: 'main',
    clientele: 'acme',
    stripe: { customers: { retrieve: async () => ({ object: 'customer', id: 'cus_1', ...account }) } },
    erp: { capabilities: new Set(['change-customer']), customer: async () => record },
    settings: { customers: { idMetadataKey: 'customer_id' }, metadataKeys: { customer: 'customer_id' } },
    mapperFor: async () => ({ profile: { customers: { owners, create: 'at_payment' } } }),
  };
  const deps = {
    companies: () => company,
    hmac: (text: string) => `hmac ${text}`,
    book: { isClosed: async () => false, of: async () => [] },
    locks: { with: async (_name: string, _ttl: object, work: () => Promise<unknown>) => work() },
    crosswalk: {
      find: async () => linked,
      link: async (link: object) => void links.push(link),
      madeAt: async () => (linked?.origin === 'ours' ? '2026-11-20T08:00:00.000Z' : undefined),
    },
    customerLinks: {
      find: async () => known,
      siblings: async () => [],
      matchedOnly: async () => matchedOnly,
      save: async (link: CustomerLink) => void saved.push(link),
    },
  } as unknown as AlikeDeps;
  const look = () => lookAt(deps, { company: 'acme', subject: 'cus_1', root: 'customer-sync/cus_1', events: [] });
  return { look, links, saved };
}

const alive = { name: 'Ann Buyer', created: 1_763_625_600, metadata: { customer_id: '100001' } };

describe('looking at a customer of both sides', () => {
  it('blocks nobody whom another customer of Stripe still is, though nobody has looked at that one', async () => {
    const linked = { erpId: '100001', origin: 'ours' } as const;
    const duplicate = looking({ account: { deleted: true }, linked, matchedOnly: true });
    expect((await duplicate.look()).steps).toEqual([]);
    const last = looking({ account: { deleted: true }, linked });
    expect((await last.look()).steps).toMatchObject([{ to: 'erp', tell: expect.stringContaining('block') }]);
  });

  it('takes what people entered in the ERP since we made the customer, long before the first look', async () => {
    const made = { account: alive, linked: { erpId: '100001', origin: 'ours' }, taxId: 'DE123456789' } as const;
    expect((await looking({ ...made, changedAt: '2026-11-21T09:30:00.000Z' }).look()).steps).toMatchObject([
      { to: 'stripe', tell: 'write tax_id to Stripe' },
    ]);
    expect((await looking(made).look()).steps).toEqual([]);
  });

  it("keeps the ERP's own writing of a number that metadata names with zeros in front", async () => {
    const { look, links, saved } = looking({ account: { ...alive, metadata: { customer_id: '0000100001' } } });
    await look();
    expect(links).toMatchObject([{ erpId: '100001' }]);
    expect(saved).toMatchObject([{ erpId: '100001' }]);
  });
});
