import type { Mapped, Mapper } from '../mapper.ts';

/** Something that every profile must be able to map. */
export type Sample = {
  /** For messages: `an order in JPY`. */
  readonly name: string;
  readonly map: (mapper: Mapper) => Promise<Mapped<unknown>>;
};

export const sampleDay = '2026-01-30';
export const sampleTime = '2026-01-30T10:00:00.000Z';
