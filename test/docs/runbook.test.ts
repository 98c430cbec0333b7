import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectionWalks } from '../end-to-end/runbook/connections.ts';
import { amountWalks } from '../end-to-end/runbook/amounts.ts';
import { customerWalks } from '../end-to-end/runbook/customers.ts';
import { disputeWalks } from '../end-to-end/runbook/disputes.ts';
import { noteWalks, requestWalks } from '../end-to-end/runbook/notes-and-requests.ts';
import { paymentWalks } from '../end-to-end/runbook/payments.ts';
import { refundMoneyWalks } from '../end-to-end/runbook/refund-money.ts';
import { refundWalks } from '../end-to-end/runbook/refunds.ts';
import { sapWalks } from '../end-to-end/runbook/sap-ecc.ts';
import { runbookEntries } from './runbook-entries.ts';

/** Unions of codes: `type SaleTrouble = 'sale-missing' | …`. */
const unions = /type \w*(?:Trouble|TroubleCode|RefusalCode|FaultCode) =([^;{]*);/g;
/** What a workflow parks with by itself. */
const parkings = /code: '([a-z-]+)'/g;
const kinds = /^ {2}'?([a-z-]+)'?: '(?:connection|defect)',$/gm;

const read = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
const allIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

function codesOfTheSource(): readonly string[] {
  const named = allIn(read('src/domain'), unions).flatMap((union) => allIn(union, /'([a-z-]+)'/g));
  const workflows = read('src/workflows');
  return [...new Set([...named, ...allIn(workflows, parkings), ...allIn(workflows, kinds)])].toSorted();
}

it('says of every code that a case can have what it means, what to check and what to do', () => {
  const codes = codesOfTheSource();
  expect(codes.length).toBeGreaterThan(40);
  const entries = runbookEntries();
  const answered = entries.filter(({ means, check, todo }) => means && check && todo);
  expect(codes.filter((code) => !answered.some((entry) => entry.code === code))).toEqual([]);
});

it('has no entry of a code that no case has any more', () => {
  const known = new Set([...codesOfTheSource(), 'business', 'connection', 'retry', 'patch', 'skip', 'compensate']);
  expect(runbookEntries().filter(({ code }) => !known.has(code))).toEqual([]);
});

it.each(['business', 'connection', 'defect'])(
  'says what a case of the kind %s means, and what each decision does',
  (kind) => {
    expect(runbookEntries()).toContainEqual(expect.objectContaining({ code: kind, check: expect.stringMatching(/./) }));
  },
);

it.each(['retry', 'patch', 'skip', 'compensate'])('says what %s does to a case of each kind', (action) => {
  const [entry] = runbookEntries().filter(({ code }) => code === action);
  expect([entry?.means, entry?.check, entry?.todo].map(Boolean)).toEqual([true, true, true]);
});

it('was followed once for each code at least', () => {
  const walks = [
    ...amountWalks,
    ...connectionWalks,
    ...customerWalks,
    ...disputeWalks,
    ...noteWalks,
    ...paymentWalks,
    ...refundMoneyWalks,
    ...refundWalks,
    ...requestWalks,
    ...sapWalks,
  ];
  expect(codesOfTheSource().filter((code) => !walks.some((walk) => walk.code === code))).toEqual([]);
});
