import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Secret } from '../config.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether the request carries one of the keys; how long it takes tells nothing about them. */
export function isAuthorised(request: Request, keys: readonly Secret[]): boolean {
  const token = keyIn(request.get('authorization') ?? '');
  if (token === undefined) return false;
  const given = digest(token);
  return keys.map((key) => timingSafeEqual(digest(key.read()), given)).some(Boolean);
}

/** A bearer token, or the password of whichever user. */
function keyIn(header: string): string | undefined {
  const [, scheme = '', value = ''] = /^(Bearer|Basic) ([^\s]+)$/i.exec(header) ?? [];
  if (scheme.toLowerCase() !== 'basic') return value || undefined;
  return /^[^:]*:(.+)$/s.exec(Buffer.from(value, 'base64').toString())?.[1];
}
