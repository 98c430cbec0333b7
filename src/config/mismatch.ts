/** What single fields can't know: how they fit together. The path is that of the file. */
export type Mismatch = { readonly path: readonly PropertyKey[]; readonly what: string };
