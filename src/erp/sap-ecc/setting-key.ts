import { randomBytes } from 'node:crypto';
import type { Reference } from '../../domain/documents.ts';

/**
 * The wrapper wants a key for everything. A setting may be set again later, so none of two changes is the repetition of
 * the other. What keeps them from being made twice is that what stands is read first.
 */
export const settingKey = (): Reference => `Q${randomBytes(8).toString('hex').slice(1).toUpperCase()}` as Reference;
