import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Secret } from '../config.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether the request carries one of the keys as a bearer token; how long it takes tells nothing about them. */
export function isAuthorised(request: Request, keys: readonly Secret[]): boolean {
  const token = /^Bearer ([^\s]+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) return false;
  const given = digest(token);
  return keys.map((key) => timingSafeEqual(digest(key.read()), given)).some(Boolean);
}
