import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { Command } from 'commander';
import { startRefundRequest } from '../activities/request-refund/start.ts';
import type { Config } from '../config.ts';
import { readAmount, readLine } from '../domain/request-refund/read.ts';
import { refundReasons, type RefundReason } from '../domain/request-refund/request.ts';
import { connectClient } from '../temporal.ts';
import { approve, progress, refundRequestId, type Approval } from '../workflows/messages.ts';
import { companyOf, onlyCompany } from './company.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Verbs = { readonly terminal: Terminal; readonly config: () => Config };
type Asking = {
  readonly company?: string;
  readonly amount?: string;
  readonly reason: string;
  readonly line?: readonly string[];
  readonly request?: string;
  readonly by?: string;
};
type Deciding = { readonly company?: string; readonly by?: string; readonly reason: string };
const patienceMs = 15_000;

type Desk = {
  readonly terminal: Terminal;
  readonly ofCompany: (asked: string | undefined) => string;
  readonly name: (by: string | undefined) => string;
  readonly atTemporal: <T>(ask: (client: Client) => Promise<T>) => Promise<T>;
};

/** `quittance refund …`: money goes back through Stripe, and by its events into the ERP. */
export function addRefundCommands(refund: Command, { terminal, config }: Verbs): void {
  const desk: Desk = {
    terminal,
    ofCompany(asked) {
      const settings = config();
      const key = asked ?? onlyCompany(settings);
      companyOf(settings, key);
      return key;
    },
    name(by) {
      const person = by ?? terminal.env['USER'] ?? terminal.env['LOGNAME'];
      if (!person) throw new Complaint('Who are you? Add --by <name>');
      return person;
    },
    atTemporal: (ask) => atTemporal(config(), ask),
  };
  addAsking(refund, desk);
  addShowing(refund, desk);
  addDeciding(refund, desk, 'approve');
  addDeciding(refund, desk, 'reject');
}

const addAsking = (refund: Command, { terminal, ofCompany, name, atTemporal: ask }: Desk) =>
  refund
    .command('ask <payment>')
    .description(
      'sends money of a payment (pi_… or ch_…) back; over the limit of rules.yaml somebody else must approve',
    )
    .option('--company <key>', 'whose payment it is')
    .option('--amount <amount>', 'as in "40.00 EUR"; all that is left, where nothing is said')
    .option('--reason <reason>', refundReasons.join(', '), 'requested_by_customer')
    .option('--line <sku=pieces...>', 'which lines of the order go back')
    .option('--request <name>', 'your own name of the request: asked again under it, it is the same one')
    .option('--by <name>', 'who asks; you, by default')
    .action(async (payment: string, { company, amount, reason, line, request = newName(), by }: Asking) => {
      const asked = {
        company: ofCompany(company),
        request: nameOf(request),
        payment: paymentOf(payment),
        reason: reasonOf(reason),
        requester: name(by),
        ...(amount !== undefined && { amount: reading(() => readAmount(amount)) }),
        ...(line && { lines: line.map((one) => reading(() => readLine(one))) }),
      };
      const how = await ask((client) => startRefundRequest(client, asked));
      const next = `\`quittance refund show ${request}\` tells how it goes.`;
      terminal.out(
        how === 'new' ? `Asked as ${request}. ${next}` : `${request} was asked before; nothing was changed. ${next}`,
      );
    });

const addShowing = (refund: Command, { terminal, ofCompany, atTemporal: ask }: Desk) =>
  refund
    .command('show <request>')
    .description('how a request goes')
    .option('--company <key>', 'whose it is')
    .action(async (request: string, { company }: { readonly company?: string }) => {
      const id = refundRequestId({ company: ofCompany(company), request });
      const { stage, story, caseId, code } = await ask((client) => client.workflow.getHandle(id).query(progress));
      const waits = caseId ? [`waits for a person: ${code} (case ${caseId})`] : [];
      terminal.out([`${request}: ${stage}`, ...waits, ...story].join('\n'));
    });

const addDeciding = (
  refund: Command,
  { terminal, ofCompany, name, atTemporal: ask }: Desk,
  verb: 'approve' | 'reject',
) =>
  refund
    .command(`${verb} <request>`)
    .description(verb === 'approve' ? 'by somebody else than who asked' : 'nothing goes back')
    .option('--company <key>', 'whose it is')
    .option('--by <name>', 'who decides; you, by default')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .action(async (request: string, { company, by, reason }: Deciding) => {
      const id = refundRequestId({ company: ofCompany(company), request });
      const given: Approval = { approved: verb === 'approve', by: name(by), reason };
      const told = await ask((client) => client.workflow.getHandle(id).executeUpdate(approve, { args: [given] }));
      terminal.out(`${request}: ${told}.`);
    });

const newName = (): string => `rf-${randomUUID().slice(0, 8)}`;

function nameOf(request: string): string {
  if (/^[\w.-]{1,80}$/.test(request)) return request;
  throw new Complaint(`"${request}" is no name of a request: up to 80 letters, digits, "-", "_" and "."`);
}

function paymentOf(payment: string): string {
  if (/^(pi|ch|py)_\w+$/.test(payment)) return payment;
  throw new Complaint(`"${payment}" is no payment: give its id at Stripe, pi_… or ch_…`);
}

function reasonOf(reason: string): RefundReason {
  const known = refundReasons.find((one) => one === reason);
  if (known) return known;
  throw new Complaint(`--reason ${reason}: Stripe knows ${refundReasons.join(', ')}`);
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new Complaint(error.message) : error;
  }
}

async function atTemporal<T>(config: Config, ask: (client: Client) => Promise<T>): Promise<T> {
  const { client, connection } = connectClient(config.temporal);
  try {
    return await connection.withDeadline(Date.now() + patienceMs, () => ask(client));
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      throw new Complaint(`Refused: ${error.cause?.message ?? error.message}`);
    if (error instanceof WorkflowNotFoundError)
      throw new Complaint('There is no such request, or it has ended: was it asked for another company?');
    throw error;
  } finally {
    await connection.close();
  }
}
