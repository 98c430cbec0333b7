import { describe, expect, it } from 'vitest';
import { checkExpression, shapeOf } from '../../../src/mapping/expressions/check.ts';
import { namedFunctions } from '../../../src/mapping/expressions/functions/table.ts';
import type { Shape } from '../../../src/mapping/expressions/shape.ts';

const text = { is: 'text' } as const;
const money = { is: 'money' } as const;
const line: Shape = {
  is: 'object',
  fields: { sku: text, description: text, quantity: { is: 'number' }, net: money, metadata: { is: 'map', of: text } },
};
const source: Readonly<Record<string, Shape>> = {
  order: {
    is: 'object',
    fields: {
      id: text,
      created: { is: 'time' },
      total: money,
      customer: {
        is: 'object',
        fields: { name: text, address: { is: 'object', fields: { city: text, country: text } } },
      },
      lines: { is: 'list', of: line },
      metadata: { is: 'map', of: text },
    },
  },
  line,
  index: { is: 'number' },
  amount: money,
  hold: { is: 'flag' },
  sold_at: { is: 'time' },
  payload: { is: 'anything' },
};
const check = (expression: string, expects?: Shape['is']) =>
  checkExpression(expression, { source, lists: ['channels', 'countries'], ...(expects && { expects }) });
const first = (expression: string, expects?: Shape['is']): string => {
  const [trouble] = check(expression, expects);
  return trouble ? `${trouble.at} ${trouble.what}${trouble.suggestion ? ` (${trouble.suggestion})` : ''}` : '';
};

describe('what is certainly wrong with an expression is told', () => {
  const wrong: readonly (readonly [string, string, Shape['is']?])[] = [
    ['order.custmer.name', '6 order has no custmer (customer)'],
    ['oder.id', '0 the source has no oder (order)'],
    ['order.customer.adress.city', '15 order.customer has no adress (address)'],
    ['  order.id & oder.id', '13 the source has no oder (order)'],
    ['order.`custmer`.name', '6 order has no custmer (customer)'],
    ['order.lines.skuu', '12 order.lines has no skuu (sku)'],
    ['order.lines[0].skuu', '15 order.lines has no skuu (sku)'],
    ['order.lines[quantty > 1].sku', '12 this has no quantty (quantity)'],
    ['order.lines[sku = amount.currency].net', '18 this has no amount ($$.amount)'],
    ['order.id.length', '9 order.id is a text and has no length'],
    ['amount.value', '7 amount has no value'],
    ['amount.currancy', '7 amount has no currancy (currency)'],
    ['$map(order.lines, function($l){$l.qty})', '34 $l has no qty'],
    ['$$.oder.id', '3 the source has no oder (order)'],
    ['order.(custmer.name)', '7 this has no custmer (customer)'],
    ['order.lines.(quantity * net)', '22 * does not reckon money ($times)'],
    ['amount + amount', '7 + does not reckon money ($plus)'],
    ['amount.minor - 5', '13 - does not reckon money ($minus)'],
    ['-amount', '0 - does not reckon money ($negate)'],
    ['index + order.id', '6 + needs numbers, and here is a text; $number makes a number of digits'],
    ['index + hold', '6 + needs numbers, and here is true or false'],
    ['"Total " & amount', '9 & does not write money as people do ($decimal)'],
    ['$string(amount)', '0 $string does not write money as people do ($decimal)'],
    ['amount > 500', '7 money is compared by its minor units, as in amount.minor > 500000 (.minor)'],
    ['amount = "119.00"', '7 money is compared by its minor units, as in amount.minor > 500000 (.minor)'],
    ['order.id = 5 ? "a" : "b"', '9 it compares a text with a number: they are never equal'],
    ['hold > 1', '5 > does not put true and false in order'],
    ['$cutt(order.id, 3)', '0 there is no $cutt ($cut)'],
    ['$uper(order.id)', '0 there is no $uper ($upper)'],
    ['$splt(order.id, ",")', '0 there is no $splt ($split)'],
    ['upper(order.id)', '0 functions are called with a $ ($upper)'],
    ['$xyzzy1', '0 there is no $xyzzy1'],
    ['$cut(order.id)', '0 $cut takes 2 to 3 arguments, not 1: $cut(text, max, rule?)'],
    ['$clean(order.id, 1)', '0 $clean takes 1 argument, not 2: $clean(text)'],
    ['$substring(order.id, 1, 2, 3)', '0 $substring takes 1 to 3 arguments, not 4'],
    ['order.id ~> $cut', '12 $cut takes 2 to 3 arguments, not 1: $cut(text, max, rule?)'],
    ['$cut(amount, 10)', '5 $cut needs a text as text, and here is money; $decimal writes money'],
    ['$plus(amount, 5)', '14 $plus needs money, as in $money(11900, "EUR") as other, and here is a number'],
    ['$plus(amount, order.id)', '14 $plus needs money, as in $money(11900, "EUR") as other, and here is a text'],
    ['$clean(order.lines.sku)', '7 $clean needs a text as text, and here is a list'],
    ['$code(order.id, "chanels")', '16 lists.yaml has no list chanels (channels)'],
    ['$now()', '0 $now is not allowed: the same source must always give the same document; use a time of the source'],
    ['order.total.minor / 100', '18 / is not allowed: its results are not exact; $share and $shares divide money'],
    ['1.5', '0 a number with a point is not exact; amounts are whole minor units, as in $money(11900, "EUR")'],
    ['order.constructor', '6 constructor is no name of a field'],
    ['| order | {} |', '0 the transform operator is not allowed: nothing of the source can be changed'],
    [
      '$contains(order.id, /(?=a)/)',
      '26 the regular expression looks around, refers back or is too large; write it without (?=, (?<, \\1',
    ],
    [
      '$lookup("custmers", order.id)',
      '8 $lookup has no table custmers (there are customers, items, accounts, crosswalk) (customers)',
    ],
    ['order.id &', '10 it ends too early'],
    ['order id', '6 id is not expected here'],
    ['(order.id', '9 ) is missing at the end'],
    ['"abc', '4 the text has no closing quote'],
    ['$cut(order.id, 3', '16 ) is missing at the end'],
    ['', '0 it ends too early'],
    ['amount', '0 it gives money, and the field takes a text ($decimal)', 'text'],
    ['order.id', '0 it gives a text, and the field takes money ($fromDecimal)', 'money'],
    ['index', '0 it gives a number, and the field takes money ($money)', 'money'],
    ['sold_at', '0 it gives a time, and the field takes a day ($day)', 'day'],
    ['hold', '0 it gives true or false, and the field takes a text', 'text'],
    [
      'order.lines.sku',
      '0 it gives a list, and the field takes a text; [0] picks the first, $join makes one text',
      'text',
    ],
    ['order.customer', '0 it gives an object, and the field takes a text', 'text'],
    ['hold ? amount : amount', '0 it gives money, and the field takes a text ($decimal)', 'text'],
  ];
  for (const [expression, said, expects] of wrong)
    it(`${expression || '(empty)'}: ${said}`, () => {
      expect(first(expression, expects)).toBe(said);
    });

  it('all of it, in the order of the text', () => {
    expect(check('order.idd & $cutt(oder.id, 3)').map(({ at }) => at)).toEqual([6, 12, 18]);
  });
});

describe('what may be right is let be', () => {
  const right: readonly (readonly [string, Shape['is']?])[] = [
    ['order.id', 'text'],
    ['index', 'text'],
    ['order.metadata.anything_at_all', 'number'],
    ['order.metadata.`with space`', 'text'],
    ['payload.what.ever[0].is * 3', 'text'],
    ['$day(sold_at)', 'day'],
    ['$dayFormat($day(order.created), "YYYYMMDD")', 'text'],
    ['order.lines[0].sku', 'text'],
    ['order.lines[sku = "A"].net', 'money'],
    ['order.lines[-1].sku', 'text'],
    ['order.lines[sku = $$.order.id].sku', 'text'],
    ['$sum(order.lines.net)', 'money'],
    ['$sum(order.lines.quantity) + 1', 'number'],
    ['$join(order.lines.sku, ", ")', 'text'],
    ['order.lines.sku[0]', 'text'],
    ['$map(order.lines, function($l){$l.sku & $l.metadata.x})'],
    ['order.lines.(sku & ": " & quantity)'],
    ['order.lines^(>quantity)[0].sku', 'text'],
    ['order.lines{sku: quantity}'],
    ['order.lines@$l.{"sku": $l.sku, "order": $$.order.id}'],
    ['order.lines#$i.($i & sku)'],
    ['order.*.city'],
    ['order.**.city', 'text'],
    ['order.customer.address.%.name', 'text'],
    ['order.customer.name ~> $clean ~> $cut(40)', 'text'],
    ['order.customer.name.$clean()', 'text'],
    ['order.customer.name.$cut(40)', 'text'],
    ['order.lines.description.$cut(40)'],
    ['($name := order.customer.name; $exists($name) ? $clean($name) : "none")', 'text'],
    ['($f := function($n){$n < 2 ? 1 : $n * $f($n - 1)}; $f(5))', 'number'],
    ['order.total.minor > 500000 ? "large" : "small"', 'text'],
    ['amount.minor = 0 or hold', 'flag'],
    ['$money(11900, amount.currency)', 'money'],
    ['{"minor": 100, "currency": "EUR"}', 'money'],
    ['$minus(amount, order.total)', 'money'],
    ['$splitName(order.customer.name).last', 'text'],
    ['$code(order.metadata.channel, "channels", "WEB")', 'text'],
    ['$lookup("customers", order.id)', 'text'],
    ['order.id in ["a", "b"]', 'flag'],
    ['"text"', 'text'],
    ['null', 'text'],
    ['order.created > sold_at', 'flag'],
    ['$number(order.metadata.count) + 1', 'number'],
    ['order.metadata.count = "5"', 'flag'],
    ['$contains(order.id, /^[a-z]+/i)', 'flag'],
    ['$filter(order.lines, function($l){$l.quantity > 1}).sku'],
    ['$cut(?, 3)'],
    ['hold ? order.id : null', 'text'],
    ['order.id ?: order.customer.name', 'text'],
    ['order.metadata.x ?? order.id', 'text'],
    ['[order.id, order.customer.name][0]', 'text'],
    ['$merge([{"a": 1}, {"b": 2}]).b', 'number'],
    ['/* a comment */ order.id', 'text'],
  ];
  for (const [expression, expects] of right)
    it(expression, () => {
      expect(check(expression, expects)).toEqual([]);
    });

  it('every example of the named functions, but those that show what nothing gives', () => {
    for (const { examples } of namedFunctions)
      for (const { text } of examples) if (!text.includes('order.nothing')) expect(check(text), text).toEqual([]);
  });
});

describe('the shape of what an expression gives', () => {
  const shapes: readonly (readonly [string, Shape])[] = [
    ['order.total', money],
    ['order.total.minor', { is: 'number' }],
    ['order.lines.sku', { is: 'list', of: text }],
    ['order.lines[0].sku', text],
    ['order.lines[sku="a"].sku', { is: 'anything' }],
    ['$sum(order.lines.net)', money],
    ['hold ? 1 : "a"', { is: 'anything' }],
    ['"a" & 1', text],
    ['nonsense(', { is: 'anything' }],
  ];
  for (const [expression, shape] of shapes)
    it(expression, () => {
      expect(shapeOf(expression, { source })).toEqual(shape);
    });
});
