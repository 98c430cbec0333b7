import { createHash } from 'node:crypto';
import { printDecimal } from '../../money.ts';
import type { SalesOrder, ShipTo } from '../company.ts';
import { printQuantity } from '../currencies.ts';
import type { Erp } from '../erp.ts';
import { deliveryStatus } from '../functions/sales-order-read.ts';
import { netOf, pricedOrder } from '../pricing.ts';
import { rows } from './entity-set.ts';
import { notesIn } from './order-notes.ts';
import type { Entity } from './values.ts';

/** The order with its items, all of the same version: an item changes with its order. */
export function orderEntity(erp: Erp, order: SalesOrder): Entity {
  const entity = { ...headerOf(erp, order), Items: itemsOf(erp, order) };
  const Version = createHash('sha256').update(JSON.stringify(entity)).digest('hex').slice(0, 10);
  return { ...entity, Version, Items: rows(entity, 'Items').map((item) => ({ ...item, Version })) };
}

function headerOf(erp: Erp, order: SalesOrder): Entity {
  const { net, tax } = pricedOrder(erp.taxes, order.items);
  const { stripeId, state, paidOn, others } = notesIn(order);
  return {
    Number: order.number,
    Reference: order.purchaseNumber.slice(0, 16),
    StripeId: stripeId,
    OrderType: order.type,
    SalesOrganisation: order.salesOrganisation,
    DistributionChannel: order.channel,
    Division: order.division,
    Customer: order.soldTo,
    ShopOrder: order.orderedBy,
    OrderDate: order.date,
    Currency: order.currency,
    DeliveryBlock: order.deliveryBlock,
    PaymentState: state,
    PaidOn: paidOn || null,
    CancelReference: order.shipToPurchaseNumber.slice(0, 16),
    NetAmount: amount(erp, order, net),
    TaxAmount: amount(erp, order, tax),
    TotalAmount: amount(erp, order, net + tax),
    DeliveryStatus: deliveryStatus(order),
    Invoiced: order.items.some(({ invoiced }) => invoiced > 0n),
    Notes: others.join('\n'),
    ...addressOf(order.shipTo),
  };
}

const addressOf = ({ name, street, city, postalCode, region, country }: Omit<ShipTo, 'number'> = nowhere): Entity => ({
  ShipToName: name,
  ShipToStreet: street,
  ShipToCity: city,
  ShipToPostalCode: postalCode,
  ShipToRegion: region,
  ShipToCountry: country,
});
const nowhere = { name: '', street: '', city: '', postalCode: '', region: '', country: '' };

function itemsOf(erp: Erp, order: SalesOrder): readonly Entity[] {
  const { taxOfItem } = pricedOrder(erp.taxes, order.items);
  return order.items.map((item, index) => ({
    Order: order.number,
    Item: item.number,
    Material: item.material,
    Description: item.text,
    Quantity: printQuantity(item.quantity),
    ConfirmedQuantity: printQuantity(item.confirmed),
    Price: amount(erp, order, item.price),
    Discount: amount(erp, order, -item.discount),
    TaxClassification: item.taxClass,
    RejectionReason: item.rejection,
    LineReference: item.customerMaterial.slice(0, 16),
    NetAmount: amount(erp, order, netOf(item)),
    TaxAmount: amount(erp, order, taxOfItem[index] ?? 0n),
  }));
}

const amount = ({ currencies }: Erp, { currency }: SalesOrder, minor: bigint): string =>
  printDecimal(minor, currencies.digits(currency));
