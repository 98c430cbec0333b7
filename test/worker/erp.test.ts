import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { booksOf, parseConfig } from '../../src/config.ts';
import { openErp } from '../../src/worker/erp.ts';

const example = readFileSync('quittance.example.yaml', 'utf8');

/** The example's company on Prophet 21 (`acme`) or SAP ECC (`globex`), with other settings of its ERP. */
function erpOf(company: 'acme' | 'globex', settings: Readonly<Record<string, unknown>> = {}) {
  const document = parseDocument(example);
  for (const [name, value] of Object.entries(settings)) document.setIn(['companies', company, 'erp', name], value);
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:7233' };
  const erp = parseConfig(String(document), { file: 'quittance.yaml', env }).companies[company]?.erp;
  if (!erp) throw new Error(`The example has no company ${company}`);
  return erp;
}
const settleMsOf = (erp: ReturnType<typeof erpOf>): number =>
  openErp(erp, { gate: { run: async (work) => work() }, seen: () => {} }).settleMs;

describe('a request that was given up may commit late, and the ledger waits for it', () => {
  const requestMs = 20_000;

  it.each([
    ['Prophet 21', 'acme', undefined, 10],
    ['soap-wrapper', 'globex', { default: 'soap-wrapper', customer: 'odata' }, 10],
    ['soap-stateful', 'globex', { default: 'soap-stateful' }, 600],
    ['soap-stateful for one kind', 'globex', { default: 'soap-wrapper', invoice: 'soap-stateful' }, 600],
    ['soap-stateful for changes', 'globex', { default: 'odata', changes: 'soap-stateful' }, 600],
    ['idoc for one kind', 'globex', { default: 'soap-wrapper', journal_entry: 'idoc' }, 600],
  ] as const)('by %s', (_, company, interfaces, seconds) => {
    const settings = interfaces ? { interfaces } : {};
    expect(settleMsOf(erpOf(company, settings))).toBe(requestMs + seconds * 1_000);
    expect(settleMsOf(erpOf(company, { ...settings, limits: { late_seconds: 45 } }))).toBe(requestMs + 45_000);
  });
});

it("a company's key is bound to the books of its ERP: in SAP those of a client", () => {
  expect(booksOf(erpOf('acme'))).toBe('01');
  expect(booksOf(erpOf('globex'))).toBe('100/1000');
  expect(booksOf(erpOf('globex', { client: '200' }))).not.toBe(booksOf(erpOf('globex')));
});
