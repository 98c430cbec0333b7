import type { Shape } from '../expressions/shape.ts';

/** The words in which views say what stands where. */
export const text = { is: 'text' } as const satisfies Shape;
export const number = { is: 'number' } as const satisfies Shape;
export const flag = { is: 'flag' } as const satisfies Shape;
export const money = { is: 'money' } as const satisfies Shape;
export const time = { is: 'time' } as const satisfies Shape;
export const day = { is: 'day' } as const satisfies Shape;
export const metadata = { is: 'map', of: text } as const satisfies Shape;
export const object = <F extends Readonly<Record<string, Shape>>>(fields: F) => ({ is: 'object', fields }) as const;
