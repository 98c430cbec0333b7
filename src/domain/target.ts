import type { DocumentKind } from './documents.ts';

/** A field of one ERP that a profile may fill besides those that every ERP has. */
export type ExtraField = {
  /** `Taker`; with a dot at its end any name may follow, as in `UserDefined.`. */
  readonly name: string;
  /** Characters that it holds. */
  readonly max: number;
  readonly about: string;
};

/** What one ERP takes of a kind of document, by its dialect: a profile is checked against it before it may go live. */
export type DocumentTarget = {
  readonly extra: readonly ExtraField[];
  /** Characters that the ERP holds, by the neutral field (`line.description`); what is not named is not limited here. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Neutral fields that this ERP has no place for, as `tax_id`. */
  readonly lacks: readonly string[];
};

export type ErpTarget = {
  /** `p21/facade`, `p21/native`, `sap-ecc`. */
  readonly name: string;
  /** What its texts may hold: all of Unicode, or only what this code page has. */
  readonly characters: 'unicode' | 'latin1';
  readonly documents: Readonly<Record<DocumentKind, DocumentTarget>>;
};
