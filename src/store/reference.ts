import { createHash } from 'node:crypto';
import type { Reference } from '../domain/documents.ts';
import type { EffectKey } from '../domain/effects.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const bitsPerLetter = 5;
const length = 16;

/**
 * What an ERP document carries so that it can be found again: 79 bits of the key's SHA-256 in base32. It starts with a
 * letter, because some ERPs pad or strip leading digits.
 */
export function referenceOf(key: EffectKey): Reference {
  const digest = createHash('sha256').update(key).digest();
  const bits = (digest.readBigUInt64BE(0) << 16n) | BigInt(digest.readUInt16BE(8));
  const letters = Array.from({ length }, (_, place) => letterAt(bits, place));
  return letters.join('') as Reference;
}

function letterAt(bits: bigint, place: number): string {
  const group = Number((bits >> BigInt((length - 1 - place) * bitsPerLetter)) & 31n);
  return alphabet.charAt(place === 0 ? group & 15 : group);
}
