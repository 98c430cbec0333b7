import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  documented,
  elements,
  files,
  functionModules,
  parametersInSource,
  parsed,
  read,
  statements,
  text,
  texts,
} from './abap-sources.ts';

const modules = functionModules();
const wrappers = modules.filter(({ remote }) => remote);
const sourceOf = (name: string): string => read(`src/zqtc.fugr.${name.toLowerCase()}.abap`);
const sources = files('.abap').map((file) => ({ file, source: read(file) }));
const includes = sources.map(({ source }) => source).join('\n');
const forms = [...includes.matchAll(/^FORM (\w+)/gm)].map(([, name = '']) => name);

describe('what abapGit imports', () => {
  it.each(files('.xml'))('%s is well-formed', (file) => {
    expect(() => parsed(file)).not.toThrow();
  });

  it('has a source for every function, and a function for every source', () => {
    const named = files('.abap').flatMap((file) => /zqtc\.fugr\.(z_qtc_\w+)\.abap$/.exec(file)?.[1] ?? []);
    expect(named.map((name) => name.toUpperCase()).toSorted()).toEqual(modules.map(({ name }) => name).toSorted());
  });

  it('has a source for every include', () => {
    const named = texts('SOBJ_NAME', parsed('src/zqtc.fugr.xml')).map((name) => name.toLowerCase());
    for (const name of named) expect(files('.abap')).toContain(`src/zqtc.fugr.${name}.abap`);
    const used = [...read('src/zqtc.fugr.saplzqtc.abap').matchAll(/INCLUDE (lzqtc\w+)\./g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set([...named.filter((name) => name !== 'saplzqtc'), 'lzqtcuxx']));
  });

  it.each(modules.map(({ name, parameters }) => [name, parameters] as const))(
    'shows the parameters of %s in its source as they are',
    (name, parameters) => {
      const source = sourceOf(name);
      expect(source.startsWith(`FUNCTION ${name.toLowerCase()}.\n`)).toBe(true);
      expect(parametersInSource(source)).toEqual(parameters);
    },
  );
});

describe('the wrapper functions', () => {
  it('are those of INTERFACE.md', () => {
    expect(wrappers.map(({ name }) => name).toSorted()).toEqual([...documented().keys()].toSorted());
  });

  it.each([...documented()])('%s takes and gives what INTERFACE.md says, and nothing else', (name, { must, may }) => {
    const own = wrappers.find((each) => each.name === name)?.parameters.map((each) => each.split(' ')[1] ?? '') ?? [];
    expect(must.filter((parameter) => !own.includes(parameter))).toEqual([]);
    expect(own.filter((parameter) => !must.includes(parameter) && !may.includes(parameter))).toEqual([]);
  });

  it('names the columns of ET_CLEARINGS as INTERFACE.md does', () => {
    const columns = elements('DD03P', parsed('src/zqtc_clearing.tabl.xml')).map((field) => text('FIELDNAME', field));
    expect(columns).toEqual(['CLEARING', 'CREDIT', 'DEBIT', 'AMOUNT', 'CURRENCY', 'KEY', 'RESET']);
  });

  const writing = wrappers.filter(({ name }) => name !== 'Z_QTC_FIND' && name !== 'Z_QTC_CLEARINGS');
  it.each(writing.map(({ name }) => name))('%s asks for its own key first, before it calls anything', (name) => {
    const code = statements(sourceOf(name)).join('.\n');
    expect(sourceOf(name)).toContain(`iv_stripe_id '${name}'`);
    expect(code.indexOf('PERFORM begin')).toBeGreaterThan(0);
    expect(code.search(/CALL FUNCTION|PERFORM note_pending/)).toBeGreaterThan(code.indexOf('PERFORM begin'));
  });

  const selfCommitting = ['BILLING_CREATE', 'BILLING_CANCEL', 'CLEAR', 'CLEAR_RESET'];
  it.each(selfCommitting)('Z_QTC_%s notes the attempt before what can not be rolled back', (name) => {
    const source = sourceOf(`Z_QTC_${name}`);
    const done = source.search(/CALL FUNCTION 'BAPI|PERFORM clear_items|PERFORM reset_clearing/);
    expect(source.indexOf('PERFORM note_pending')).toBeGreaterThan(0);
    expect(done).toBeGreaterThan(source.indexOf('PERFORM note_pending'));
  });

  it('lets every other row stand or fall with the update of the BAPI', () => {
    const rest = writing.filter(({ name }) => !selfCommitting.includes(name.replace('Z_QTC_', '')));
    for (const { name } of rest) expect(sourceOf(name)).toContain('PERFORM keep');
    expect(read('src/zqtc.fugr.lzqtcf01.abap')).toContain("CALL FUNCTION 'Z_QTC_IDEMP_INSERT' IN UPDATE TASK");
    expect(modules.find(({ name }) => name === 'Z_QTC_IDEMP_INSERT')?.remote).toBe(false);
  });

  it('words every message that is used', () => {
    const worded = elements('T100', parsed('src/zqtc.msag.xml')).map((message) => text('MSGNR', message));
    const used = [...includes.matchAll(/'ZQTC' '(\d{3})'|MESSAGE a(\d{3})\(zqtc\)/g)].map(([, a, b]) => a ?? b);
    expect(used.length).toBeGreaterThan(9);
    for (const number of used) expect(worded).toContain(number);
  });

  it('gives every message that INTERFACE.md tells of', () => {
    const [, section = ''] = /^## Wrapper functions$([^]*?)^## /m.exec(read('INTERFACE.md')) ?? [];
    const told = new Set([...section.matchAll(/\b(0[01]\d)\b/g)].map(([, number]) => number));
    expect(told.size).toBeGreaterThan(9);
    for (const number of told) expect(includes).toContain(`'ZQTC' '${number}'`);
  });

  it.each(['keep', 'pending_done'])('leaves no refusal beside a document that stands: %s', (form) => {
    const [block = ''] = new RegExp(`^FORM ${form} [^]*?^ENDFORM`, 'm').exec(includes) ?? [];
    expect(block.replace(/^[^]*ev_document = gs_row-document/, '')).toContain(
      "DELETE return WHERE type = 'E' OR type = 'A'",
    );
  });

  it('resets nothing of which the rest was cleared since, and looks before it resets', () => {
    const [block = ''] = /^FORM reset_clearing [^]*?^ENDFORM/m.exec(includes) ?? [];
    expect(block.indexOf('PERFORM cleared_since')).toBeGreaterThan(0);
    expect(block.indexOf("CALL FUNCTION 'CALL_FBRA'")).toBeGreaterThan(block.indexOf("'ZQTC' '015'"));
  });
});

/** What ABAP learned after 7.02, by the look of it. */
const newer = [
  /\bDATA\(/i,
  /\bFIELD-SYMBOL\(/i,
  /\b(VALUE|NEW|CONV|COND|SWITCH|REDUCE|FILTER|REF|CORRESPONDING|EXACT|CAST) +[#\w-]+\(/i,
  /\|[^|]*\{/,
  /@\w/,
  /[+*/&-]=/,
  /\b(line_exists|line_index|xsdbool)\(/i,
  /\w\[ .*\]-\w/,
];
/** An opening word and the end that it needs. */
const pairs = ['WHILE', 'IF', 'LOOP', 'TRY', 'FORM', 'FUNCTION', 'METHOD', 'CLASS', 'CASE', 'DO'];

describe.each(sources)('$file', ({ file, source }) => {
  const code = statements(source);
  const starting = (word: string) => code.filter((statement) => new RegExp(`^${word}\\b(?!-)`, 'i').test(statement));

  it('uses nothing newer than ABAP 7.02', () => {
    expect(code.filter((statement) => newer.some((pattern) => pattern.test(statement)))).toEqual([]);
  });

  it('closes whatever it opens', () => {
    for (const word of pairs) expect([word, starting(word).length]).toEqual([word, starting(`END${word}`).length]);
  });

  it('performs only forms that there are, tables first', () => {
    for (const statement of starting('PERFORM')) expect(forms).toContain(/^PERFORM\s+(\w+)/.exec(statement)?.[1]);
    for (const statement of [...starting('PERFORM'), ...starting('FORM')])
      expect(statement).not.toMatch(/\b(USING|CHANGING)\b[^]*\bTABLES\b|\bCHANGING\b[^]*\bUSING\b/);
  });

  it.skipIf(file.includes('saplzqtc'))('says that it has not been run', () => {
    expect(source.toLowerCase()).toContain('not yet run on a real sap system');
  });
});

describe('the gateway service', () => {
  const edmx = parsed('odata/ZQUITTANCE_SRV.edmx');
  const sets = elements('EntitySet', edmx).map((set) => text('@Name', set));
  const provider = read('odata/zcl_zquittance_srv_dpc_ext.clas.abap');

  it('has these entity sets, each of a type that is there', () => {
    const own = ['Clearings', 'Customers', 'FinancialDocumentLines', 'FinancialDocuments', 'Reversals'];
    expect(sets.toSorted()).toEqual([...own, 'SalesOrderItems', 'SalesOrders']);
    const types = elements('EntityType', edmx).map((type) => `ZQUITTANCE_SRV.${text('@Name', type)}`);
    for (const set of elements('EntitySet', edmx)) expect(types).toContain(text('@EntityType', set));
  });

  it.each(sets.filter((set) => set !== 'FinancialDocumentLines'))('serves %s', (set) => {
    expect(provider).toContain(`WHEN '${set}'`);
  });

  it('creates by the wrapper functions, so that what is repeated is harmless', () => {
    const called = [...provider.matchAll(/CALL FUNCTION '(Z_QTC_\w+)'/g)].map(([, name]) => name);
    const creating = ['ORDER_CREATE', 'ORDER_CHANGE', 'CUSTOMER_CREATE', 'DOCUMENT_POST', 'DOCUMENT_REVERSE', 'CLEAR'];
    for (const name of [...creating, 'CLEAR_RESET', 'FIND', 'CLEARINGS']) expect(called).toContain(`Z_QTC_${name}`);
  });

  const methodOf = (name: string): string =>
    new RegExp(`^  METHOD ${name}\\.$[^]*?^  ENDMETHOD\\.$`, 'm').exec(provider)?.[0] ?? '';

  it.each(['create_order', 'add_item', 'change_item'])('writes the discount of an item in %s', (name) => {
    expect(methodOf(name)).toMatch(/cond_type += gc_discount/);
    expect(methodOf(name)).toMatch(/conditions_inx? += lt_condsx?/);
  });

  it('puts what is below nought into the discount, never into the price', () => {
    expect(methodOf('add_item')).toMatch(/IF cs_item-price < 0\.\s+CLEAR ls_cond-cond_value\./);
  });

  const types = [
    ['ty_order', 'SalesOrder'],
    ['ty_item', 'SalesOrderItem'],
    ['ty_customer', 'Customer'],
    ['ty_document', 'FinancialDocument'],
    ['ty_line', 'FinancialDocumentLine'],
    ['ty_reversal', 'Reversal'],
    ['ty_clearing', 'Clearing'],
  ] as const;
  it.each(types)('has a field in %s for every property of %s', (type, entity) => {
    const block = new RegExp(`BEGIN OF ${type},([^]*?)END OF ${type}`).exec(provider)?.[1] ?? '';
    const fields = [...block.matchAll(/^\s+(\w+)\s+TYPE/gm)].map(([, name = '']) => name);
    const element = elements('EntityType', edmx).find((each) => text('@Name', each) === entity) ?? {};
    const properties = [...elements('Property', element), ...elements('NavigationProperty', element)];
    expect(fields.toSorted()).toEqual(properties.map((each) => text('@Name', each).toLowerCase()).toSorted());
  });

  it('has every entity set that the adapter asks for', () => {
    const adapter = new URL('../../src/erp/sap-ecc/odata/', import.meta.url);
    const code = readdirSync(adapter).map((file) => readFileSync(new URL(file, adapter), 'utf8'));
    const asked = /\b(?:odata\.(?:list|create)|keyed)\(\s*'(\w+)'/g;
    const named = code.flatMap((each) => [...each.matchAll(asked)].map(([, name = '']) => name));
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(sets).toContain(name);
  });
});
