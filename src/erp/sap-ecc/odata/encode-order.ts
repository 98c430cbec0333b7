import type { Reference, SalesOrder } from '../../../domain/documents.ts';
import type { Posting } from '../bapi/posting.ts';
import type { Fields, Parameters } from '../rfc.ts';
import type { Organisation } from '../system.ts';
import { structureIn, tableIn } from '../parameters.ts';
import { filled } from '../bapi/fields.ts';
import { dateTime } from './wire.ts';

/** A sales order with its items, out of what BAPI_SALESORDER_CREATEFROMDAT2 would be given. */
export function encodeOrder(
  order: SalesOrder,
  reference: Reference,
  { parameters, stripeId }: Posting,
  organisation: Organisation,
): object {
  const header = structureIn(parameters, 'ORDER_HEADER_IN');
  const partnerOf = (role: string): Fields =>
    tableIn(parameters, 'ORDER_PARTNERS').find(({ PARTN_ROLE }) => PARTN_ROLE === role) ?? {};
  return {
    ...filled({
      Reference: reference,
      StripeId: stripeId,
      OrderType: header['DOC_TYPE'],
      SalesOrganisation: header['SALES_ORG'],
      DistributionChannel: header['DISTR_CHAN'],
      Division: header['DIVISION'],
      Customer: partnerOf('AG')['PARTN_NUMB'],
      ShopOrder: header['NAME'],
      OrderDate: dateTime(order.date),
      Currency: header['CURRENCY'],
      DeliveryBlock: header['DLV_BLOCK'],
      PaymentState: order.payment,
      PaidOn: order.paidOn && dateTime(order.paidOn),
      Notes: order.extra['Notes'],
      ...shipTo(partnerOf('WE')),
    }),
    Items: tableIn(parameters, 'ORDER_ITEMS_IN').map((item) => encodeItem(item, parameters, organisation)),
  };
}

const shipTo = (partner: Fields): Record<string, string | undefined> => ({
  ShipToName: partner['NAME'],
  ShipToStreet: partner['STREET'],
  ShipToCity: partner['CITY'],
  ShipToPostalCode: partner['POSTL_CODE'],
  ShipToRegion: partner['REGION'],
  ShipToCountry: partner['COUNTRY'],
});

function encodeItem(item: Fields, parameters: Parameters, { conditions }: Organisation): object {
  const rowsOf = (table: string): readonly Fields[] =>
    tableIn(parameters, table).filter(({ ITM_NUMBER }) => ITM_NUMBER === item['ITM_NUMBER']);
  const valueOf = (type: string): string | undefined =>
    rowsOf('ORDER_CONDITIONS_IN').find(({ COND_TYPE }) => COND_TYPE === type)?.['COND_VALUE'];
  return filled({
    Item: item['ITM_NUMBER'],
    Material: item['MATERIAL'],
    Description: item['SHORT_TEXT'],
    Quantity: rowsOf('ORDER_SCHEDULES_IN')[0]?.['REQ_QTY'] ?? item['TARGET_QTY'],
    Price: valueOf(conditions.price),
    // The condition is negative, the property is what is taken off.
    Discount: valueOf(conditions.discount)?.replace(/^-/, ''),
    TaxClassification: item['TAX_CLASS1'],
  });
}
