import type { ErpTarget } from '../../domain/target.ts';
import { profileOf } from './build.ts';
import { fieldProblems, unfilledProblems } from './checks/fields.ts';
import { absentProblems, tableProblems } from './checks/tables.ts';
import { draftOf, type Draft } from './draft.ts';
import { problemIn, readLayer } from './layers.ts';
import { ProfileError, type ProfileProblem } from './problem.ts';
import type { Profile, ProfileFiles } from './profile.ts';

type LoadOptions = {
  /** What messages call the folder, as `mappings/acme`. */
  readonly dir?: string;
  /** Without it, what only one ERP has is not checked. */
  readonly target?: ErpTarget | undefined;
};

/**
 * The profile that the texts of its files make, its base filled in.
 * @throws ProfileError with everything that is wrong, each with file, line, column and field
 */
export function loadProfile(files: ProfileFiles, { dir = '', target }: LoadOptions = {}): Profile {
  const own = readLayer(files, true, dir);
  const head = own.layer.pages.get('profile')?.raw as { readonly extends?: string } | undefined;
  const base = readLayer(baseFiles(files), false, `mappings/${head?.extends ?? ''}`);
  const form = [...own.problems, ...base.problems];
  if (!head) throw new ProfileError(form.length > 0 ? form : [headless(dir)]);
  const draft = draftOf([base.layer, own.layer]);
  // What a file that can't be read would have said is not missing.
  const missing = form.length > 0 ? [] : [...unfilledProblems(draft, dir), ...absentProblems(draft, dir)];
  const wrong = [
    ...form,
    ...baseProblems(draft, target),
    ...tableProblems(draft),
    ...fieldProblems(draft, target),
    ...missing,
  ];
  if (wrong.length > 0) throw new ProfileError(inOrder(wrong));
  return profileOf(draft);
}

const baseFiles = (files: ProfileFiles): ProfileFiles =>
  Object.fromEntries(
    Object.entries(files).flatMap(([file, text]) =>
      file.startsWith('base/') ? [[file.slice('base/'.length), text]] : [],
    ),
  );

const headless = (dir: string): ProfileProblem => ({
  file: [dir, 'profile.yaml'].filter(Boolean).join('/'),
  line: 1,
  column: 1,
  field: '',
  what: 'there is no such file; `quittance mapping init` writes one',
});

function baseProblems({ head, baseHead }: Draft, target: ErpTarget | undefined): readonly ProfileProblem[] {
  const { extends: base } = head.raw;
  if (base === undefined) return [];
  if (!baseHead)
    return [
      problemIn(head, { under: ['extends'], what: `${base} is not among the files: it is shipped with the product` }),
    ];
  const erp = base.replace('-default', '');
  return target && !target.name.startsWith(erp)
    ? [problemIn(head, { under: ['extends'], what: `${base} is not of this company's ERP, ${target.name}` })]
    : [];
}

const inOrder = (problems: readonly ProfileProblem[]): readonly ProfileProblem[] =>
  problems.toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
