import { describe, expect, it } from 'vitest';
import { deskOf, levelAt, queueOf, type CaseQueue } from '../../src/domain/case-queue.ts';

const queue = (wanted: Partial<CaseQueue> & { name: string }): CaseQueue => ({
  owner: wanted.name,
  slaHours: 24,
  escalateTo: [],
  ...wanted,
});
const case_ = { kind: 'business', code: 'rejected', company: 'acme' } as const;
const nameOf = (theirs: readonly CaseQueue[], found: Parameters<typeof queueOf>[1]) =>
  queueOf(deskOf(theirs), found).name;

describe('a case goes', () => {
  it.each([
    ['business', 'finance'],
    ['connection', 'operations'],
    ['defect', 'engineering'],
  ] as const)('of kind %s to %s where nobody chose otherwise', (kind, name) => {
    expect(nameOf([], { ...case_, kind })).toBe(name);
  });

  it('to the first queue that fits by kind, code and company', () => {
    const theirs = [
      queue({ name: 'disputes', codes: ['dispute-evidence'] }),
      queue({ name: 'sap-people', kinds: ['connection'], companies: ['globex'] }),
    ];
    expect(nameOf(theirs, { ...case_, code: 'dispute-evidence' })).toBe('disputes');
    expect(nameOf(theirs, { ...case_, kind: 'connection', company: 'globex' })).toBe('sap-people');
    expect(nameOf(theirs, { ...case_, kind: 'connection' })).toBe('operations');
  });

  it('to the queue of its usual name, even if that was made for something narrower', () => {
    expect(nameOf([queue({ name: 'finance', codes: ['conflict'] })], case_)).toBe('finance');
  });
});

describe('the levels that should have been told', () => {
  const dueAt = new Date('2026-11-20T12:00:00Z');
  const after = (hours: number) => new Date(dueAt.getTime() + hours * 3_600_000);
  const three = queue({ name: 'finance', escalateTo: ['ann', 'bob', 'cfo'] });

  it.each([
    [-1, 0],
    [0, 1],
    [23, 1],
    [24, 2],
    [48, 3],
    [999, 3],
  ])('%i hours after it was due are %i', (hours, level) => {
    expect(levelAt(three, { now: after(hours), dueAt })).toBe(level);
  });

  it('are all of them once a deadline of the world has passed', () => {
    expect(levelAt(three, { now: after(2), dueAt, dueBy: after(1) })).toBe(3);
    expect(levelAt(three, { now: after(2), dueAt, dueBy: after(3) })).toBe(1);
  });

  it('is one where nobody in particular is named', () => {
    expect(levelAt(queue({ name: 'finance' }), { now: after(999), dueAt })).toBe(1);
  });
});
