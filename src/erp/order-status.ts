import { ErpError } from './errors.ts';
import type { ErpReceipt } from './port.ts';

export type Progress = {
  readonly cancelled: boolean;
  readonly held: boolean;
  /** What has left the house of what is still ordered. */
  readonly left: 'nothing' | 'part' | 'all';
  /** An invoice of at least a part of it stands. */
  readonly invoiced: boolean;
};
type Standing = Pick<ErpReceipt, 'status' | 'inPart'>;

/** The furthest that any part of it came: what is invoiced is credited, what has left the house waits for its invoice. */
export function standingOf({ cancelled, held, left, invoiced }: Progress): Standing {
  const inPart = left === 'part' && { inPart: true as const };
  const states: readonly (readonly [boolean, Standing])[] = [
    [invoiced, { status: 'invoiced', ...inPart }],
    [cancelled, { status: 'cancelled' }],
    [left !== 'nothing', { status: 'shipped', ...inPart }],
    [held, { status: 'held' }],
  ];
  return states.find(([is]) => is)?.[1] ?? { status: 'open' };
}

const hasLeft = ({ status }: Standing): boolean => status === 'shipped' || status === 'invoiced';

/**
 * An ERP would cancel the rest of an order and call the order cancelled, or take a line below nought of which nobody can
 * say on which invoice it comes to stand.
 * @throws ErpError `rejected` once part of it has left
 */
export function mustBeHere(order: string, standing: Standing): void {
  if (!hasLeft(standing)) return;
  throw new ErpError(
    'rejected',
    `Part of order ${order} is ${standing.status ?? 'gone'} already: credit its invoice; what has not left can only be reduced by quantities`,
    { where: 'status' },
  );
}
