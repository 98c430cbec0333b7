import { invalid } from './errors.ts';

type Fields = Readonly<Record<string, unknown>>;
type Deps = {
  readonly find: (id: string) => object | undefined;
  /** Lists that are shown only when asked for, by `<object>.<field>`. */
  readonly include: Readonly<Record<string, (object: Fields) => unknown>>;
  /** Fields that depend on the time of reading, by `object`. */
  readonly fresh: Readonly<Record<string, (object: Fields) => object>>;
};

/** Stored with the object, shown only when asked for. */
const hidden = new Set([
  'item.taxes',
  'item.discounts',
  'checkout.session.shipping_cost.taxes',
  'checkout.session.total_details.breakdown',
]);

export type Show = (object: object, expand?: readonly string[]) => object;

/**
 * Copies an object as a reply shows it, with what `expand` asks for in place of ids.
 * @throws StripeProblem for a field that can't be expanded, and for more than four levels
 */
export function createShow({ find, include, fresh }: Deps): Show {
  const shown = (value: unknown, expand: readonly string[], parent: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => shown(element, expand, parent));
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Fields;
    const kind = typeof fields['object'] === 'string' ? fields['object'] : parent;
    const current = { ...fields, ...fresh[kind]?.(fields), ...included(kind, fields, expand) };
    return Object.fromEntries(
      Object.entries(current)
        .filter(([name]) => !hidden.has(`${kind}.${name}`) || asks(expand, name))
        .map(([name, field]) => [name, member(kind, name, field, expand)]),
    );
  };

  const member = (kind: string, name: string, field: unknown, expand: readonly string[]): unknown => {
    const deeper = below(expand, name);
    const target = typeof field === 'string' && asks(expand, name) ? find(field) : undefined;
    return shown(target ?? field, deeper, `${kind}.${name}`);
  };

  const included = (kind: string, fields: Fields, expand: readonly string[]): Fields =>
    Object.fromEntries(
      Object.entries(include)
        .filter(([path]) => path.startsWith(`${kind}.`))
        .map(([path, make]) => [path.slice(kind.length + 1), make] as const)
        .filter(([name]) => asks(expand, name))
        .map(([name, make]) => [name, make(fields)]),
    );

  return (object, expand = []) => {
    for (const path of expand) check(object as Fields, path, include);
    return shown(object, expand, '') as object;
  };
}

const asks = (expand: readonly string[], name: string): boolean =>
  expand.some((path) => path === name || path.startsWith(`${name}.`));

const below = (expand: readonly string[], name: string): string[] =>
  expand.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));

function check(object: Fields, path: string, include: Deps['include']): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length > 3) throw invalid(`You cannot expand more than 4 levels of a property: ${path}`, 'expand');
  const target = first === 'data' && Array.isArray(object['data']) ? object['data'][0] : object;
  const name = target === object ? first : (rest[0] ?? '');
  if (typeof target !== 'object' || target === null) return;
  const { object: kind } = target as Fields;
  if (name in target || `${String(kind)}.${name}` in include || name === '') return;
  throw invalid(`This property cannot be expanded (${name}).`, 'expand');
}
