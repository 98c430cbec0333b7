import { createTimers } from '../../timers.ts';
import type { IdocStatus } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { Outcome, RfcFunctions } from '../function.ts';
import { attempt } from '../function.ts';
import { beginLuw } from '../luw.ts';
import type { Luw } from '../luw.ts';
import type { Message } from '../messages.ts';
import { isFailure } from '../messages.ts';
import { changeWithBlock } from '../functions/customer.ts';
import { changingCustomers, postingOf } from './inbound-params.ts';
import { parseIdocs } from './idoc-xml.ts';
import type { Idoc } from './idoc-xml.ts';

/** How often an IDoc that is held back is looked at again. */
const LOOK_AGAIN_MS = 25;

type Said = Pick<Message, 'id' | 'number' | 'text' | 'variables'>;
const nothing: Said = { id: '', number: '000', text: '', variables: [] };
const added = { ...nothing, text: 'IDoc added' };
const givenUp = { ...nothing, text: 'Error - no further processing' };
const ready = { ...nothing, text: 'IDoc ready to be transferred to application' };

/** The inbox: an IDoc is stored at once, and posted later by the functions that anybody may call. */
export function createInbox(erp: Erp, functions: RfcFunctions) {
  const { later, close } = createTimers();
  const process = (number: string, idoc: Idoc, user: string): void => {
    if (erp.behaviour.state.holdIdocs) later(() => process(number, idoc, user), LOOK_AGAIN_MS);
    else post(erp, functions, number, idoc, user);
  };
  return {
    /**
     * Stores every IDoc of the message, again if it was there before: nobody looks for duplicates.
     * @returns their numbers
     * @throws IdocSyntaxError when nothing can be stored
     */
    receive: (xml: string, user: string): readonly string[] =>
      parseIdocs(xml).map((idoc) => {
        const number = store(erp, idoc, xml, user);
        later(() => process(number, idoc, user), erp.behaviour.state.idocDelayMs);
        return number;
      }),
    close,
  };
}

function store(erp: Erp, { type, control }: Idoc, xml: string, user: string): string {
  const luw = beginLuw(erp, user);
  const { number } = luw.company.idocs.put({
    number: erp.nextNumber('idoc'),
    type,
    messageType: control['MESTYP'] ?? '',
    sender: control['SNDPRN'] ?? '',
    archiveKey: control['ARCKEY'] ?? '',
    xml,
    statuses: [status(erp, '50', added), status(erp, '64', ready)],
    created: erp.clock.now().toISOString(),
  });
  luw.commit();
  return number;
}

/** The document and status 53 are one LUW; a refusal leaves status 51 alone. */
function post(erp: Erp, functions: RfcFunctions, number: string, idoc: Idoc, user: string): void {
  const luw = beginLuw(erp, user);
  const reached = outcomeOf(functions, idoc, luw);
  if (reached.status !== '53') luw.rollback();
  const stored = luw.company.idocs.get(number);
  if (stored) luw.company.idocs.put({ ...stored, statuses: [...stored.statuses, reached] });
  luw.commit();
}

/**
 * BD87: people give up an IDoc that was refused, and nothing processes it again. Once it is given up, it stays so.
 * @throws in words for people, when there is none of this number or it is in another status
 */
export function giveUpIdoc(luw: Luw, number: string): void {
  const stored = luw.company.idocs.get(number);
  if (!stored) throw new Error(`There is no IDoc ${number}: a number has 16 digits`);
  const reached = stored.statuses.at(-1)?.status;
  if (reached === '68') return;
  if (reached !== '51') throw new Error(`IDoc ${number} is in status ${reached}: only one in 51 can be set to 68`);
  luw.company.idocs.put({ ...stored, statuses: [...stored.statuses, status(luw.erp, '68', givenUp)] });
}

function outcomeOf(functions: RfcFunctions, idoc: Idoc, luw: Luw): IdocStatus {
  const posting = postingOf(idoc, luw.erp);
  const called = posting && { ...functions, [changingCustomers]: changeWithBlock }[posting.functionName];
  if (!called) return status(luw.erp, '51', { ...nothing, text: 'No process code for this message type' });
  const outcome = attempted(() => attempt(called, posting.params, luw));
  if (outcome instanceof Error) return status(luw.erp, '51', { ...nothing, text: outcome.message });
  const cause = causeOf(outcome);
  if (cause) return status(luw.erp, '51', cause);
  const document = outcome.exports?.[posting.document];
  const success = outcome.messages.at(-1) ?? nothing;
  return status(luw.erp, '53', { ...success, variables: [typeof document === 'string' ? document : ''] });
}

/** A short dump ends the processing of this IDoc, not the system. */
function attempted(act: () => Outcome): Outcome | Error {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The message that tells why: RW 609 only says that there is one. */
function causeOf({ messages }: Outcome): Message | undefined {
  const failures = messages.filter(isFailure);
  return failures.find(({ id, number }) => `${id}${number}` !== 'RW609') ?? failures[0];
}

const status = (erp: Erp, reached: string, { id, number, text, variables }: Said): IdocStatus => ({
  status: reached,
  messageId: id,
  messageNumber: number,
  parameters: variables,
  text: text.slice(0, 70),
  at: erp.clock.now().toISOString(),
});
