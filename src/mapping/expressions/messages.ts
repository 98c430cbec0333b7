import type { Outcomes, Unit } from './evaluator.ts';

/** To the thread. One run at a time; `answer` belongs to the run that asked. */
export type ToThread =
  | { readonly is: 'run'; readonly unit: string; readonly define?: Unit; readonly source: string }
  | { readonly is: 'answer'; readonly ask: number; readonly value?: string; readonly failed?: true }
  | { readonly is: 'forget'; readonly unit: string };

/** From the thread. */
export type FromThread =
  | { readonly is: 'ready' }
  | { readonly is: 'done'; readonly outcomes: Outcomes }
  | { readonly is: 'ask'; readonly ask: number; readonly table: string; readonly key: string };
