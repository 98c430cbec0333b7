import type { ItemInput } from '../mapper.ts';
import { flag, text } from './shapes.ts';

/** What the expressions of products see: the ERP's item. */
export const itemShape = { number: text, description: text, discontinued: flag } as const;

export const itemView = ({ number, description, discontinued }: ItemInput) => ({ number, description, discontinued });
