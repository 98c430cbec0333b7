import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/mapping/expressions/compile.ts';
import { usualLimits } from '../../../../src/mapping/expressions/limits.ts';
import { signatureOf } from '../../../../src/mapping/expressions/functions/definition.ts';
import { namedFunctions } from '../../../../src/mapping/expressions/functions/table.ts';

const surroundings = {
  timeZone: 'Europe/Berlin',
  characters: 'latin1',
  lists: { channels: { shopify: 'WEB', pos: 'STORE' } },
  lookup: (table: string, key: string) =>
    Promise.resolve(table === 'customers' && key === 'cus_1' ? '100198' : undefined),
} as const;
const run = async (text: string) => compile(text, surroundings, usualLimits, { waitedMs: 0 })({ order: {} });

describe('the table of functions', () => {
  it('names each function once', () => {
    const names = namedFunctions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  for (const known of namedFunctions) {
    for (const { text, gives } of known.examples)
      it(`tells the truth: ${text}`, async () => {
        expect(await run(text)).toEqual({ value: gives });
      });

    it(`shows ${signatureOf(known)} by an example, gives nothing for nothing, and says what it misses`, async () => {
      expect(known.examples.some(({ text }) => text.includes(`$${known.name}(`))).toBe(true);
      const none = known.takes.map(({ name }) => `order.${name}`).join(', ');
      expect(await run(`$${known.name}(${none})`)).toEqual({ value: undefined });
      if (known.takes[0]?.kind === 'anything') return;
      expect(await run(`$${known.name}({"a": true})`)).toMatchObject({
        trouble: { code: 'failed', what: expect.stringContaining(`$${known.name} needs`) },
      });
    });
  }
});

describe('functions that clean', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['$splitName("Cher")', { last: 'Cher' }],
    ['$splitName("Anna de la Cruz")', { first: 'Anna', last: 'de la Cruz' }],
    ['$splitName("Martin Luther King Jr.")', { first: 'Martin Luther', last: 'King' }],
    ['$splitStreet("Straße des 17. Juni 135")', { street: 'Straße des 17. Juni', number: '135' }],
    ['$splitStreet("221B Baker Street")', { street: 'Baker Street', number: '221B' }],
    ['$splitStreet("5th Avenue")', { street: '5th Avenue' }],
    ['$splitStreet("Rue de Rivoli, 12")', { street: 'Rue de Rivoli', number: '12' }],
    ['$country("Großbritannien")', undefined],
    ['$country("Vereinigtes Königreich")', 'GB'],
    ['$country("the Netherlands")', 'NL'],
    ['$country("österreich")', 'AT'],
    ['$country("constructor")', undefined],
    ['$state("US", "US-CA")', 'CA'],
    ['$state("AU", "new south wales")', 'NSW'],
    ['$state("FR", "Bretagne")', undefined],
    ['$state("US", "District of Columbia")', 'DC'],
    ['$phone("+49 (0)30 1234567")', '+49301234567'],
    ['$phone("0044 20 7946 0958")', '+442079460958'],
    ['$phone("06 12 34 56 78", "FR")', '+33612345678'],
    ['$phone("0612345678", "IT")', '+390612345678'],
    ['$phone("123", "US")', undefined],
    ['$phone("4155550132")', undefined],
    ['$vatId("ATU12345678")', 'ATU12345678'],
    ['$vatId("NL 0044.95.445.B01")', 'NL004495445B01'],
    ['$vatId("FR 40 303 265 045")', 'FR40303265045'],
    ['$vatId("IT00743110157")', 'IT00743110157'],
    ['$vatId("IT00743110158")', undefined],
    ['$vatId("GR094259216")', 'EL094259216'],
    ['$vatId("BE0428759497")', 'BE0428759497'],
    ['$vatId("PL8567346215")', 'PL8567346215'],
    ['$vatId("SE556188840401")', 'SE556188840401'],
    ['$vatId("hello")', undefined],
    ['$transliterate("Ærø Þór €", "latin1")', 'Ærø Þór EUR'],
    ['$transliterate("Щука 你好 👍", "ascii")', 'SHCHuka ?? ?'],
    ['$transliterate("Nguyễn", "ascii")', 'Nguyen'],
    ['$cut("👨‍👩‍👧 family", 3)', ''],
    ['$cut("ab", 5)', 'ab'],
    ['$cut("Donaudampfschiff", 6, "word")', 'Donaud'],
    ['$day(1769815800)', '2026-01-31'],
    ['$day("2026-01-31")', '2026-01-31'],
    ['order.x.$clean()', undefined],
    ['" a " ~> $clean ~> $upper', 'A'],
    ['["a","b"].$upper($)', ['A', 'B']],
    ['[" a","b "].$clean()', ['a', 'b']],
    ['["long one","two"].$cut(3)', ['lon', 'two']],
  ];
  for (const [text, gives] of cases)
    it(`${text} gives ${JSON.stringify(gives)}`, async () => {
      expect(await run(text)).toEqual({ value: gives });
    });

  it('refuses what would not be exact', async () => {
    const rate = '{"source": "ECB", "date": "2026-01-30"}';
    for (const text of [
      '$convert($money(1, "EUR"), "1.1", "USD", {"source": "ECB"})',
      '$convert($money(1, "EUR"), "1.1", "USD", {"date": "2026-01-30"})',
      `$convert($money(1, "EUR"), "1,1", "USD", ${rate})`,
      `$convert($money(1, "EUR"), "-1", "USD", ${rate})`,
      `$convert($money(9007199254740991, "EUR"), "10", "USD", ${rate})`,
      '$plus($money(1, "EUR"), $money(1, "USD"))',
      '$times($money(9007199254740991, "EUR"), 2)',
      '$sum([$money(1, "EUR"), 2])',
      '$sum([$money(1, "EUR"), $money(1, "USD")])',
      '$fromDecimal("1.005", "EUR")',
      '$share($money(100, "EUR"), 3, 2)',
      '$shares($money(100, "EUR"), [0])',
      '$money(1, "EURO")',
      '$day("2026-01-30 23:30")',
      '$dayFormat("2026-02-30", "YYYY")',
      '$code("a", "no_list")',
    ])
      expect(await run(text), text).toMatchObject({ trouble: { code: 'failed' } });
  });
});
