import type { Config } from '../../config.ts';
import { nearestName } from '../../domain/nearest-name.ts';
import type { TargetField } from '../../mapping/documents/catalogue.ts';
import { catalogues } from '../../mapping/documents/catalogues.ts';
import { signatureOf } from '../../mapping/expressions/functions/definition.ts';
import { namedFunctions } from '../../mapping/expressions/functions/table.ts';
import type { Shape } from '../../mapping/expressions/shape.ts';
import { readProfileFiles } from '../../mapping/profile/files.ts';
import { loadProfile } from '../../mapping/profile/load.ts';
import { documentNames, type DocumentName, type FieldMapping, type Profile } from '../../mapping/profile/profile.ts';
import { shownFolder } from '../../worker/mapping.ts';
import { companyOf } from '../company.ts';
import { Complaint } from '../terminal.ts';
import { explainExtra, extraAsked } from './explain-extra.ts';

type Options = { readonly company?: string; readonly profile?: string };

/** What a field is, who fills it and by what; without one, what there is to ask about. */
export function explain(config: () => Config, field: string | undefined, options: Options): string {
  if (field === undefined) return overview();
  const extra = extraAsked(field);
  const found = extra ? undefined : fieldOf(field);
  const company = options.company === undefined ? undefined : companyOf(config(), options.company);
  const dir = options.profile ?? company?.profile;
  const profile = dir === undefined ? undefined : loadProfile(readProfileFiles(dir), { dir: shownFolder(dir) });
  if (!found) {
    if (!extra || !company || !profile) throw new Complaint('Of whose ERP? Add --company <key>');
    return explainExtra(extra, { company, profile, written });
  }
  const { type, required, about } = found.target;
  return [
    `${found.document}.${found.section}.${found.name}: ${about}`,
    `  type      ${type}, ${required ? 'required' : 'may be left out'}`,
    ...filling(found, profile),
    '',
    'Its expression may use:',
    ...sourceOf(found).map((line) => `  ${line}`),
    '',
    `Functions: ${namedFunctions.map(signatureOf).join(', ')}`,
  ].join('\n');
}

function overview(): string {
  const documents = documentNames.map((name) => `  ${name.padEnd(18)}${catalogues[name].about}`);
  const functions = namedFunctions.map((one) => {
    const [example] = one.examples;
    const shown = example ? `, as in ${example.text} -> ${JSON.stringify(example.gives) ?? 'nothing'}` : '';
    return `  ${signatureOf(one)}: ${one.about}${shown}`;
  });
  return [
    'Documents; `quittance mapping explain sales-order` lists the fields of one:',
    ...documents,
    '',
    'Functions, besides those of JSONata:',
    ...functions,
  ].join('\n');
}

type Section = 'fields' | 'lines';
type Found = {
  readonly document: DocumentName;
  readonly section: Section;
  readonly name: string;
  readonly target: TargetField;
};

/** `sales-order.lines.item`, or without its section. */
function fieldOf(asked: string): Found {
  const [document = '', ...rest] = asked.split('.');
  if (!isDocument(document))
    throw new Complaint(
      `${document} is no document${meant(nearestName(documentNames, document))}: there are ${documentNames.join(', ')}`,
    );
  const { fields, lines = {} } = catalogues[document];
  const bySection = { fields, lines };
  const said: Section | undefined = rest[0] === 'fields' || rest[0] === 'lines' ? rest[0] : undefined;
  const name = (said ? rest.slice(1) : rest).join('.');
  const sections: readonly Section[] = said ? [said] : ['fields', 'lines'];
  for (const section of sections) {
    const target = bySection[section][name];
    if (target) return { document, section, name, target };
  }
  const names = Object.entries(bySection).flatMap(([section, all]) =>
    Object.keys(all).map((key) => `${section}.${key}`),
  );
  const near = nearestName(
    names.map((full) => full.replace(/^(fields|lines)\./, '')),
    name,
  );
  throw new Complaint(
    name
      ? `${document} has no field ${name}${meant(near)}; it has ${names.join(', ')}`
      : `Which field of ${document}? It has ${names.join(', ')}, and of the ERP alone extra`,
  );
}
const isDocument = (name: string): name is DocumentName => (documentNames as readonly string[]).includes(name);
const meant = (near: string | undefined): string => (near === undefined ? '' : `; did you mean ${near}?`);

function filling({ document, section, name }: Found, profile: Profile | undefined): readonly string[] {
  if (!profile) return ['  filled by add --company <key> or --profile <dir>, and the profile says'];
  const mappings = document === 'journal' && section === 'lines' ? undefined : profile.documents[document][section];
  const mapping = mappings?.[name];
  if (!mapping) return [`  filled by ${mappings ? 'nothing' : 'each line of the entries in journal.yaml'}`];
  const { file, line, column } = mapping.place;
  return [`  filled by ${file}:${line}:${column}`, `            ${written(mapping)}`];
}

const written = ({ from, value, list, default: otherwise }: FieldMapping): string =>
  [
    from === undefined ? `value: ${value}` : `from: ${from}`,
    ...(list === undefined ? [] : [`list: ${list}`]),
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
  ].join(', ');

function sourceOf({ document, section }: Found): readonly string[] {
  const { source, line } = catalogues[document];
  const names = section === 'lines' && line ? { ...source, line } : source;
  return Object.entries(names).flatMap(([name, shape]) => pathsOf(name, shape));
}

function pathsOf(path: string, shape: Shape): readonly string[] {
  if (shape.is === 'object')
    return Object.entries(shape.fields).flatMap(([name, each]) => pathsOf(`${path}.${name}`, each));
  if (shape.is === 'map') return [`${path}.… (${said(shape.of)})`];
  return [`${path} (${said(shape)})`];
}
const said = (shape: Shape): string => (shape.is === 'list' ? `list of ${said(shape.of)}` : shape.is);
