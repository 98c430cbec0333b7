import type { Query } from './collections.ts';

export type Call = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: unknown;
};
/** A path in the style of OpenAPI, and what answers it. Handlers throw a Refusal or give the body of a 200. */
export type Route = {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly handle: (call: Call) => unknown;
};

/** The number in the path: the routes see to it that it is there. */
export const numberIn = ({ params }: Call, name: string): string => params[name] ?? '';
