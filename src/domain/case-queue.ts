export type CaseKind = 'business' | 'connection' | 'defect';

/** Who sees to which cases, and by when. */
export type CaseQueue = {
  readonly name: string;
  /** A person or a team, as people of the house call them. */
  readonly owner: string;
  /** What a list leaves out fits everything. */
  readonly kinds?: readonly CaseKind[];
  readonly codes?: readonly string[];
  readonly companies?: readonly string[];
  /** Hours in which a case of it should be decided. */
  readonly slaHours: number;
  /** Who is told once it is late: the first at once, the next a whole SLA later, and so on. */
  readonly escalateTo: readonly string[];
};
export type CaseDesk = {
  /** The first that fits takes a case. */
  readonly queues: readonly CaseQueue[];
  /** Hours before a deadline of the world (of a dispute's evidence) by which somebody must be told. */
  readonly deadlineLeadHours: number;
};
type Routed = { readonly kind: CaseKind; readonly code: string; readonly company: string };

/** Of those who chose none: each kind of case has an owner of its own. */
const usualQueues: readonly CaseQueue[] = [
  { name: 'finance', owner: 'finance', kinds: ['business'], slaHours: 24, escalateTo: [] },
  { name: 'operations', owner: 'operations', kinds: ['connection'], slaHours: 4, escalateTo: [] },
  { name: 'engineering', owner: 'engineering', kinds: ['defect'], slaHours: 8, escalateTo: [] },
];

/** Their queues before the usual ones, so that whatever fits none of theirs has an owner all the same. */
export const deskOf = (theirs: readonly CaseQueue[], deadlineLeadHours = 24): CaseDesk => ({
  queues: [...theirs, ...usualQueues.filter(({ name }) => theirs.every((one) => one.name !== name))],
  deadlineLeadHours,
});

export function queueOf({ queues }: CaseDesk, { kind, code, company }: Routed): CaseQueue {
  const found = queues.find(
    (queue) =>
      (queue.kinds?.includes(kind) ?? true) &&
      (queue.codes?.includes(code) ?? true) &&
      (queue.companies?.includes(company) ?? true),
  );
  // Theirs may have taken a usual name for something narrower.
  const usual = usualQueues.find(({ kinds }) => kinds?.includes(kind));
  const last = found ?? queues.find(({ name }) => name === usual?.name) ?? usual;
  if (!last) throw new Error(`No queue takes cases of kind ${kind}`);
  return last;
}

export const levelsOf = ({ escalateTo }: CaseQueue): number => Math.max(1, escalateTo.length);

type Aged = { readonly now: Date; readonly dueAt: Date; readonly dueBy?: Date };

/** How many levels should have been told of a case by now; a deadline of the world that has passed tells all of them. */
export function levelAt(queue: CaseQueue, { now, dueAt, dueBy }: Aged): number {
  const lateMs = now.getTime() - dueAt.getTime();
  if (lateMs < 0) return 0;
  if (dueBy && dueBy <= now) return levelsOf(queue);
  return Math.min(levelsOf(queue), 1 + Math.floor(lateMs / (queue.slaHours * 3_600_000)));
}
