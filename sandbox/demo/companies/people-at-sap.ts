import { z } from 'zod';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { PlannedOrder } from '../plan.ts';
import type { Credit, PeopleAtErp } from './company.ts';
import { invoiceOf, insistOnSaved } from './documents-there.ts';
import { atTheScreen } from '../../faults.ts';
import { decimal, insist } from './insist.ts';

export const personAtSap = { username: 'PEOPLE', password: 'sandbox-people' } as const;
const authorization = `Basic ${Buffer.from(`${personAtSap.username}:${personAtSap.password}`).toString('base64')}`;
const area = { SALES_ORG: '1000', DISTR_CHAN: '10', DIVISION: '00' } as const;
const functions = 'urn:sap-com:document:sap:rfc:functions';

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });
const builder = new XMLBuilder({ ignoreAttributes: false });
const customerCreated = z.object({ CustomerId: z.string() });
const posted = z.object({ OBJ_KEY: z.string().regex(/^\d{18}$/) });
const orderCreated = z.object({ SALESDOCUMENT: z.string().regex(/\d/) });

/** They work in one session and save what they entered, as in SAP GUI. @param items the shop's names of things, and the ERP's */
export function peopleAtSap(url: string, items: Readonly<Record<string, string>>): PeopleAtErp {
  const admin = (path: string, body: unknown, method?: 'PUT'): Promise<unknown> =>
    insist(() =>
      answered(`${url}/_sandbox/${path}`, { 'content-type': 'application/json' }, JSON.stringify(body), method).then(
        ({ text }) => JSON.parse(text) as unknown,
      ),
    );
  return {
    takeOrder: (order) =>
      insistOnSaved(url, 'salesOrders', async () => {
        const { CustomerId } = customerCreated.parse(
          await admin('customers', {
            CustomerName: order.buyer.name ?? 'By telephone',
            CurrencyId: order.cart.currency,
          }),
        );
        const session = openSession(url);
        const { SALESDOCUMENT } = orderCreated.parse(
          await session.call('BAPI_SALESORDER_CREATEFROMDAT2', orderFor(order, CustomerId, items)),
        );
        await session.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X', RETURN: '' });
        return SALESDOCUMENT.replace(/^0+/, '');
      }),
    addItem: (item) => admin('items', { ItemId: item, ItemDesc: 'Widget of the new season' }),
    creditOrder: (order, credit) =>
      insistOnSaved(url, 'creditMemos', async () => {
        const { customer } = await invoiceOf(url, order);
        const session = openSession(url);
        const { OBJ_KEY } = posted.parse(
          await session.call('BAPI_ACC_DOCUMENT_POST', creditFor(order, customer, credit)),
        );
        await session.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X', RETURN: '' });
        return `${OBJ_KEY.slice(0, 10)}-${OBJ_KEY.slice(10, 14)}-${OBJ_KEY.slice(14)}`;
      }),
    doAsAsked: async (words) => {
      const [, idoc] = /set IDoc (\d{16}) to 68/.exec(words) ?? [];
      if (idoc === undefined) return undefined;
      await admin(`idocs/${idoc}`, { Status: '68' }, 'PUT');
      return `IDoc ${idoc} is in status 68 now`;
    },
  };
}

/** Calls of one session see each other's work. */
function openSession(url: string) {
  const place = '/sap/bc/srt/rfc/sap/zquittance/100/zquittance/stateful?sap-client=100&sap-language=EN';
  let cookie = '';
  return {
    async call(name: string, parameters: object): Promise<unknown> {
      const body = builder.build({
        'e:Envelope': {
          '@_xmlns:e': 'http://schemas.xmlsoap.org/soap/envelope/',
          'e:Body': { [`f:${name}`]: { '@_xmlns:f': functions, ...parameters } },
        },
      });
      const headers = {
        'content-type': 'text/xml; charset=utf-8',
        SOAPAction: '""',
        authorization,
        [atTheScreen]: 'yes',
        ...(cookie && { cookie }),
      };
      const { text, cookies } = await answered(`${url}${place}`, headers, body);
      cookie ||= cookies;
      const envelope = z.object({ Envelope: z.object({ Body: z.record(z.string(), z.unknown()) }) });
      return envelope.parse(parser.parse(text)).Envelope.Body[`${name}Response`];
    },
  };
}

/** Amounts in euros. */
function orderFor({ number, buyer, cart }: PlannedOrder, customer: string, items: Readonly<Record<string, string>>) {
  const goods = cart.lines.map((line) => ({
    material: items[line.sku] ?? line.sku,
    quantity: line.quantity,
    price: line.unitMinor,
    discount: line.discountMinor,
  }));
  const shipping = cart.shipping
    ? [{ material: 'SHIPPING', quantity: 1, price: cart.shipping.amountMinor, discount: 0 }]
    : [];
  const rows = [...goods, ...shipping].map((row, index) => ({
    ...row,
    item: String((index + 1) * 10).padStart(6, '0'),
  }));
  const condition = (ITM_NUMBER: string, COND_TYPE: string, COND_VALUE: string) => ({
    ITM_NUMBER,
    COND_TYPE,
    COND_VALUE,
    CURRENCY: cart.currency,
  });
  return {
    ORDER_HEADER_IN: { DOC_TYPE: 'OR', ...area, PURCH_NO_C: number, NAME: buyer.name ?? '', CURRENCY: cart.currency },
    ORDER_ITEMS_IN: {
      item: rows.map(({ item, material }) => ({ ITM_NUMBER: item, MATERIAL: material, TAX_CLASS1: '1' })),
    },
    ORDER_PARTNERS: { item: [{ PARTN_ROLE: 'AG', PARTN_NUMB: customer.padStart(10, '0') }] },
    ORDER_SCHEDULES_IN: {
      item: rows.map(({ item, quantity }) => ({ ITM_NUMBER: item, SCHED_LINE: '0001', REQ_QTY: String(quantity) })),
    },
    ORDER_CONDITIONS_IN: {
      item: rows.flatMap(({ item, price, discount }) => [
        condition(item, 'PR00', decimal(price)),
        ...(discount > 0 ? [condition(item, 'RB00', `-${decimal(discount)}`)] : []),
      ]),
    },
    RETURN: '',
  };
}

/** Goodwill: out of revenue, without tax. */
function creditFor(order: string, customer: string, { minor, currency }: Credit) {
  const today = new Date().toISOString().slice(0, 10);
  const amount = (ITEMNO_ACC: string, AMT_DOCCUR: string) => ({
    ITEMNO_ACC,
    CURR_TYPE: '00',
    CURRENCY: currency,
    AMT_DOCCUR,
  });
  return {
    DOCUMENTHEADER: {
      BUS_ACT: 'RFBU',
      USERNAME: personAtSap.username,
      HEADER_TXT: 'Agreed by telephone',
      COMP_CODE: '1000',
      DOC_DATE: today,
      PSTNG_DATE: today,
      DOC_TYPE: 'DG',
      REF_DOC_NO: order,
    },
    ACCOUNTGL: { item: [{ ITEMNO_ACC: '2', GL_ACCOUNT: '0000800000', ITEM_TEXT: 'Goodwill', TAX_CODE: 'A0' }] },
    ACCOUNTRECEIVABLE: { item: [{ ITEMNO_ACC: '1', CUSTOMER: customer.padStart(10, '0'), ITEM_TEXT: 'Goodwill' }] },
    CURRENCYAMOUNT: { item: [amount('1', `-${decimal(minor)}`), amount('2', decimal(minor))] },
    RETURN: '',
  };
}

async function answered(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  method: 'POST' | 'PUT' = 'POST',
) {
  const reply = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(5_000) });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${text}`);
  const cookies = reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
  return { text, cookies };
}
