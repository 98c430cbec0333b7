import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { money, toDecimal } from '../../../../src/domain/money.ts';
import { receiptPosting } from '../../../../src/erp/sap-ecc/bapi/cash.ts';
import { orderPosting } from '../../../../src/erp/sap-ecc/bapi/order.ts';
import { kinds } from '../../../../src/erp/sap-ecc/odata/kinds.ts';
import { everything, organisation, reference } from '../idoc/everything.ts';
import { of } from '../system.ts';

const bodyOf = (kind: keyof typeof everything): object =>
  kinds[kind].encode(everything[kind].document, reference, everything[kind].posting, organisation);

describe('what is posted by OData', () => {
  it.each(Object.keys(everything) as (keyof typeof everything)[])('as a %s is the reviewed one', (kind) => {
    const file = new URL(`golden/${kind}.json`, import.meta.url);

    expect(bodyOf(kind)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it.each(Object.keys(everything) as (keyof typeof everything)[])('as a %s has only properties of the EDMX', (kind) => {
    const edmx = readFileSync(
      new URL('../../../../erp-side/sap-ecc/odata/ZQUITTANCE_SRV.edmx', import.meta.url),
      'utf8',
    );
    const named = JSON.stringify(bodyOf(kind)).matchAll(/"(\w+)":/g);

    for (const [, name] of named) expect(edmx).toMatch(new RegExp(`Property Name="${name}"`));
  });

  const amounts = [money(1_191, 'JPY'), money(10_10, 'USD'), money(119_073, 'KWD'), money(1, 'KWD')];
  it.each(amounts)('carries $minor minor units of $currency to the digit, as text', (amount) => {
    const document = of.cashReceipt(amount);
    const receipt = receiptPosting(document, reference, organisation, '');
    const order = of.salesOrder(amount);

    expect(kinds['cash-receipt'].encode(document, reference, receipt, organisation)).toMatchObject({
      Lines: [{ Amount: toDecimal(amount) }, { Amount: `-${toDecimal(amount)}` }],
    });
    expect(
      kinds['sales-order'].encode(order, reference, orderPosting(order, reference, organisation), organisation),
    ).toMatchObject({ Items: [{ Price: toDecimal(amount) }] });
  });
});
