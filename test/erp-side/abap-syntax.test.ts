import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Config, MemoryFile, Registry } from '@abaplint/core';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../erp-side/sap-ecc/', import.meta.url));
const shipped = ['src', 'odata'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.(abap|xml)$/.test(name))
    .map((name) => join(root, folder, name)),
);

/** What an independent parser of ABAP 7.02 has against the sources; it knows no dictionary, so types go unchecked. */
function faultsOf(change: (source: string, name: string) => string = (source) => source): readonly string[] {
  const files = shipped.map((path) => {
    const name = basename(path);
    return new MemoryFile(name, change(readFileSync(path, 'utf8'), name));
  });
  const settings = {
    global: { files: '/**/*.*' },
    syntax: { version: 'v702', errorNamespace: '^ZQTC' },
    rules: {
      parser_error: true,
      xml_consistency: true,
      unreachable_code: true,
      parser_missing_space: true,
      identical_form_names: true,
      method_implemented_twice: true,
      msag_consistency: true,
    },
  };
  return new Registry(new Config(JSON.stringify(settings)))
    .addFiles(files)
    .parse()
    .findIssues()
    .map((issue) => `${issue.getFilename()}:${issue.getStart().getRow()} ${issue.getMessage()}`);
}

it('is ABAP that a parser of release 7.02 takes, every file of it', () => {
  expect(shipped.length).toBeGreaterThan(25);
  expect(faultsOf()).toEqual([]);
});

it('would notice a statement that is none', () => {
  const broken = faultsOf((source, name) =>
    name === 'zqtc.fugr.z_qtc_find.abap' ? source.replace(/^ENDFUNCTION\./m, 'ENDFUNKTION.\nENDFUNCTION.') : source,
  );
  expect(broken.join('\n')).toContain('zqtc.fugr.z_qtc_find.abap');
});

/** What cannot be activated: a block that stands twice in the function group, or in the class. */
const doubled = [
  ['a FORM', 'zqtc.fugr.lzqtcf01.abap', /^FORM failed [^]*?^ENDFORM.*\n/m, 'FAILED'],
  ['a FORM of another include', 'zqtc.fugr.lzqtcf02.abap', /^FORM field [^]*?^ENDFORM.*\n/m, 'FIELD'],
  ['a METHOD', 'zcl_zquittance_srv_dpc_ext.clas.abap', /^ {2}METHOD not_found\.[^]*?ENDMETHOD\.\n/m, 'NOT_FOUND'],
] as const;
it.each(doubled)('would notice %s that is there twice', (_what, file, block, name) => {
  const [copy = ''] = block.exec(readFileSync(shipped.find((each) => basename(each) === file) ?? '', 'utf8')) ?? [];
  const into = file.endsWith('.clas.abap') ? file : 'zqtc.fugr.lzqtcf03.abap';
  const twice = (source: string) => (source.includes(copy) ? source.replace(copy, copy + copy) : source + copy);
  const faults = faultsOf((source, each) => (each === into ? twice(source) : source));
  expect(copy).not.toBe('');
  expect(faults.join('\n').toUpperCase()).toContain(name);
});
