import type { Collection } from '../collection.ts';
import type { BillingDocument, Changes, Customer, Material, SalesOrder } from '../company.ts';
import type { Erp } from '../erp.ts';
import { idocXml } from './idoc-xml.ts';
import type { Segment } from './idoc-xml.ts';

type Outgoing = { readonly type: string; readonly messageType: string; readonly segments: readonly Segment[] };

const segment = (name: string, fields: Segment['fields'], children: readonly Segment[] = []): Segment => ({
  name,
  fields,
  children,
});
const reference = (QUALF: string, BELNR: string): Segment => segment('E1EDK02', { QUALF, BELNR });

/** QUALF 009 is the invoice, 002 our order, 001 the customer's number of it. */
const invoice = ({ company }: Erp, billing: BillingDocument): Outgoing => ({
  type: 'INVOIC02',
  messageType: 'INVOIC',
  segments: [
    segment('E1EDK01', { CURCY: billing.currency, BELNR: billing.number, BSART: billing.cancels ? 'CANC' : 'INVO' }),
    reference('009', billing.number),
    reference('002', billing.order),
    reference('001', company.orders.get(billing.order)?.purchaseNumber ?? ''),
  ],
});

const order = ({ number, currency, purchaseNumber }: SalesOrder): Outgoing => ({
  type: 'ORDERS05',
  messageType: 'ORDRSP',
  segments: [
    segment('E1EDK01', { CURCY: currency, BELNR: number }),
    reference('001', purchaseNumber),
    reference('002', number),
  ],
});

const customer = ({ number, names }: Customer): Outgoing => ({
  type: 'DEBMAS06',
  messageType: 'DEBMAS',
  segments: [segment('E1KNA1M', { MSGFN: '005', KUNNR: number, NAME1: names[0], NAME3: names[2], NAME4: names[3] })],
});

const material = ({ number, description }: Material): Outgoing => ({
  type: 'MATMAS05',
  messageType: 'MATMAS',
  segments: [
    segment('E1MARAM', { MSGFN: '005', MATNR: number }, [segment('E1MAKTM', { SPRAS: 'E', MAKTX: description })]),
  ],
});

/** What the partners are told of a commit, as XML. */
export function idocsAbout(erp: Erp, changes: Changes): readonly string[] {
  const { company } = erp;
  const known = <T>(keys: readonly string[], collection: Collection<T>): readonly T[] =>
    keys.flatMap((key) => collection.get(key) ?? []);
  return [
    ...known(changes.customers, company.customers).map(customer),
    ...known(changes.materials, company.materials).map(material),
    ...known(changes.orders, company.orders).map(order),
    ...known(changes.billingDocuments, company.billingDocuments)
      .filter(({ cancelledBy }) => cancelledBy === undefined)
      .map((billing) => invoice(erp, billing)),
  ].map((outgoing) => addressed(erp, outgoing));
}

function addressed(erp: Erp, { type, messageType, segments }: Outgoing): string {
  const now = erp.clock.now().toISOString();
  return idocXml({
    type,
    control: {
      TABNAM: 'EDI_DC40',
      MANDT: erp.client,
      DOCNUM: erp.nextNumber('idoc'),
      DIRECT: '1',
      IDOCTYP: type,
      MESTYP: messageType,
      SNDPRT: 'LS',
      SNDPRN: erp.logicalSystem,
      RCVPRT: 'LS',
      RCVPRN: 'QUITTANCE',
      CREDAT: now.slice(0, 10).replaceAll('-', ''),
      CRETIM: now.slice(11, 19).replaceAll(':', ''),
    },
    segments,
  });
}
