import { expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { assignmentOf } from '../../../../src/erp/sap-ecc/reading/assignment.ts';
import { fakeSystem } from './fake-rfc.ts';

const sale = 'R000000000000009' as Reference;
const order = (VBELN: string, ZUONR: string) => ({ VBELN, ZUONR, BSTNK: 'PO-77' });
const VBAK = [order('0000004711', 'PEOPLE-1'), order('0000004712', '')];

it.each([
  ['of a direct invoice of ours is our reference', { sale }, sale, 0],
  ['of an order of ours is our reference too', { sale, order: '4711' }, sale, 0],
  ['of an order of people is its assignment', { order: '4711' }, 'PEOPLE-1', 1],
  ['of an order of people without one is its purchase order number', { order: '4712' }, 'PO-77', 1],
  ['of an order that is not there is none', { order: '4713' }, '', 1],
  ['of money for nothing is none', {}, '', 0],
] as const)('the assignment of a receipt %s', async (_, paid, assignment, reads) => {
  const { system, called } = fakeSystem({ VBAK });
  expect(await assignmentOf(system, paid, undefined)).toBe(assignment);
  expect(called).toHaveLength(reads);
});
