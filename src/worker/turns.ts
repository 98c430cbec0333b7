import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../store/db.ts';
import { breakersOf } from '../store/gate.ts';
import type { Caller, createTurns, Turn } from '../store/turns.ts';
import { isFlow } from '../workflows/messages.ts';
import { connectionOf } from './companies.ts';

type Deps = {
  readonly db: Database;
  readonly turns: ReturnType<typeof createTurns>;
  readonly client: Client;
  readonly config: Config;
  /** Calls that each connection takes at a time. */
  readonly caps: ReadonlyMap<string, number>;
  /** Asks the ERP of a company something harmless. */
  readonly ping: (company: string) => Promise<unknown>;
};
/** On their way at once, for each call that the ERP takes at a time: so that it is never idle, and never overrun. */
const aheadPerSlot = 2;
const agedAtOnce = 50;

/** Brings those who wait for an ERP back, one after the other, as soon as its breaker is closed. */
export function createTurnCalls({ db, turns, client, config, caps, ping }: Deps): () => Promise<void> {
  return async function callThem() {
    const connections = await turns.connections();
    if (connections.length === 0) return;
    const states = new Map((await breakersOf(db)).map(({ connection, state }) => [connection, state]));
    for (const connection of connections) {
      const company = userOf(config, connection);
      if (company === undefined) continue;
      for (const turn of await turns.unaged(connection, agedAtOnce)) await age(connection, turn);
      // All who wait are asleep: nobody else would find out that the ERP is back.
      if (states.get(connection) === 'half-open') await ping(company).catch(() => undefined);
      for (const turn of await turns.call(connection, (caps.get(connection) ?? 1) * aheadPerSlot))
        await callBack(connection, turn);
    }
  };

  async function callBack(connection: string, turn: Turn): Promise<void> {
    const where = await whereabouts(turn);
    if (where === 'gone') await turns.gone(connection, turn);
    // Told to go away, and not gone yet: whom we called now would still sleep afterwards.
    if (where === 'at work') await turns.later(connection, turn);
    if (where === 'asleep') await wake(turn);
  }

  /** By when their flows were accepted: the calls that were refused came in any order. */
  async function age(connection: string, turn: Turn): Promise<void> {
    const { workflowExecutionInfo: found } = await described(turn);
    const { seconds, nanos } = found?.startTime ?? {};
    if (!seconds) return turns.gone(connection, turn);
    await turns.aged(connection, turn, new Date(Number(seconds) * 1_000 + Math.floor((nanos ?? 0) / 1_000_000)));
  }

  function described({ flow: workflowId, run: runId }: Turn) {
    return client.workflowService
      .describeWorkflowExecution({ namespace: client.options.namespace, execution: { workflowId, runId } })
      .catch(unlessGone);
  }

  async function whereabouts(turn: Turn): Promise<Whereabouts> {
    const { pendingActivities } = await described(turn);
    const found = (pendingActivities ?? []).find(({ activityId }) => activityId === turn.activity);
    if (!found) return 'gone';
    if (Number(found.state) === started) return 'at work';
    return Number(found.nextAttemptScheduleTime?.seconds ?? 0) * 1_000 > Date.now() ? 'asleep' : 'coming';
  }

  /** The attempt that was refused is forgotten too: an outage uses up none. */
  async function wake({ flow: workflowId, run: runId, activity: id }: Turn): Promise<void> {
    const { namespace, identity } = client.options;
    await client.workflowService
      .resetActivity({ namespace, identity, execution: { workflowId, runId }, id })
      .catch(unlessGone);
  }
}

type Whereabouts = 'gone' | 'at work' | 'asleep' | 'coming';
const started = 2; // PENDING_ACTIVITY_STATE_STARTED

const notFound = 5; // of gRPC
function unlessGone(error: unknown): { readonly pendingActivities?: []; readonly workflowExecutionInfo?: undefined } {
  if (error instanceof Error && 'code' in error && error.code === notFound) return {};
  throw error;
}

/** A company that uses this connection. */
const userOf = ({ companies }: Config, connection: string): string | undefined =>
  Object.entries(companies).find(([key, company]) => connectionOf(key, company) === connection)?.[0];

/** Which activity of which flow is calling here, and its place by the company's rules; nothing for what isn't a flow's. */
export const createCaller = (db: Database, config: Config) =>
  async function callerNow(): Promise<Caller | undefined> {
    const info = activityNow();
    if (!info?.workflowExecution || !info.workflowType || !isFlow(info.workflowType)) return undefined;
    const { workflowId: flow, runId: run } = info.workflowExecution;
    const place = await placeOf(db, config, info.workflowType, flow);
    return { flow, run, activity: info.activityId, place, since: new Date(info.scheduledTimestampMs) };
  };

function activityNow(): ReturnType<typeof activityInfo> | undefined {
  try {
    return activityInfo();
  } catch {
    return undefined; // Not within an activity.
  }
}

/** The first rule that fits; the ids of flows are `<name>/<company>/<subject>`. */
async function placeOf(db: Database, { companies }: Config, type: string, flow: string): Promise<number> {
  const [, company = '', ...subject] = flow.split('/');
  const rules = companies[company]?.afterOutage ?? [];
  const amount = rules.some(({ minAmount }) => minAmount) ? await atStake(db, company, subject.join('/')) : undefined;
  const fitting = rules.findIndex(
    ({ flow: named, minAmount }) =>
      (named === undefined || camel(named) === type) &&
      (minAmount === undefined || (amount !== undefined && amount.minor >= (minAmount[amount.currency] ?? Infinity))),
  );
  return fitting < 0 ? rules.length : fitting;
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

async function atStake(db: Database, company: string, payment: string) {
  const { rows } = await sql<{ minor: number; currency: string }>`
    select amount_minor as minor, currency from payments where company = ${company} and payment = ${payment}
    order by amount_minor desc limit 1`.execute(db);
  return rows[0];
}
