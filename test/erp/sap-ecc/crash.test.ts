import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ownDatabase } from '../../store/opened.ts';
import { deathsOf, everyWay, kills, latency, ways, type Death } from './crash-deaths.ts';
import { workerProcesses, type WorkerProcess } from './crash-process.ts';
import { simulatedSystems, type Sap } from './crash-sap.ts';
import { startWire, type Wire } from './crash-wire.ts';
import { createWorker, keyOf, type Posting, type Way } from './crash-worker.ts';
import { given, ground } from './system.ts';

const { db, url } = ownDatabase();
const launch = workerProcesses();
const simulatedSap = simulatedSystems();
const company = { organisation: given, ground };

const newPosting = (document: Posting['document']): Posting => ({ document, subject: `ch_${randomUUID()}` });

const rowOf = (posting: Posting) =>
  db().selectFrom('effects').selectAll().where('key', '=', keyOf(posting)).executeTakeFirst();

async function expectOneDocument(sap: Sap, posting: Posting): Promise<void> {
  const numbers = await sap.numbersOf(posting);
  expect(numbers).toHaveLength(1);
  expect(await rowOf(posting)).toMatchObject({ state: 'posted', number: numbers[0] });
  expect(await sap.trialBalance()).toBe(0);
}

describe.concurrent('one document in SAP, when the worker is killed', { timeout: 240_000 }, () => {
  const start = async (way: Way, dieAfter?: string) => {
    const sap = await simulatedSap();
    const orders = { databaseUrl: url(), sapUrl: sap.url, company, way };
    return { sap, doomed: launch({ ...orders, ...(dieAfter && { dieAfter }) }), successor: () => launch(orders) };
  };
  async function takenUp(successor: WorkerProcess, posting: Posting): Promise<void> {
    await successor.post(posting);
    expect(await successor.finish()).toEqual({ signal: null, trouble: '' });
  }

  it.each(everyWay.filter(({ way }) => way === 'soap-stateful'))(
    'between $change and its commit',
    async ({ way, document, change }) => {
      const posting = newPosting(document);
      const { sap, doomed, successor } = await start(way, change);

      await doomed.post(posting);
      expect(await doomed.ended).toEqual({ signal: 'SIGKILL', trouble: '' });
      expect(await sap.all()).toEqual([]);
      await takenUp(successor(), posting);

      await expectOneDocument(sap, posting);
      expect((await rowOf(posting))?.attempts).toBeGreaterThan(1);
    },
  );

  it.each(everyWay)('while $last commits a $document', async ({ way, document, last }) => {
    const posting = newPosting(document);
    const { sap, doomed, successor } = await start(way);
    await doomed.ready;
    await sap.slowDown(last, 4_000);

    void doomed.post(posting);
    await sap.untilSlow();
    doomed.kill();
    expect(await doomed.ended).toEqual({ signal: 'SIGKILL', trouble: '' });
    expect(await sap.all()).toEqual([]);
    await takenUp(successor(), posting);

    await expectOneDocument(sap, posting);
    expect(await rowOf(posting)).toMatchObject({ how: 'recovered', attempts: 1 });
  });

  it.each(everyWay)('between $last of a $document and the ledger', async ({ way, document, last }) => {
    const posting = newPosting(document);
    const { sap, doomed, successor } = await start(way, last);

    await doomed.post(posting);
    expect(await doomed.ended).toEqual({ signal: 'SIGKILL', trouble: '' });
    expect(await sap.all()).toHaveLength(1);
    expect(await rowOf(posting)).toMatchObject({ state: 'intent', number: null });
    await takenUp(successor(), posting);

    await expectOneDocument(sap, posting);
    expect(await rowOf(posting)).toMatchObject({ how: 'recovered', attempts: 1 });
  });
});

/** Processes that are started before it is their turn. */
const ahead = 3;
const fewest = 3;
const gaps = [
  'before the BAPI was answered',
  'between BAPI and commit',
  'while the commit was under way',
  'between commit and ledger',
  'after the ledger',
] as const;
type Gap = (typeof gaps)[number];

describe('one document in SAP each time', { timeout: 600_000 }, () => {
  it(`when a worker is killed ${kills} times at random moments`, async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const sap = await simulatedSap();
    const usual: number[] = [];
    for (const one of everyWay) usual.push(await usualMs(sap, one));
    process.stdout.write(`SEED=${seed}; a posting usually takes ${usual.join(', ')} ms\n`);

    const died = await allDie(sap, deathsOf(seed, usual));

    const counts = everyGap(died);
    process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
    const found = await Promise.all(died.map((one) => foundOf(sap, one)));
    expect(found.filter((one) => !isAsItShould(one))).toEqual([]);
    expect(await sap.trialBalance()).toBe(0);
    expect(await sap.all()).toHaveLength(kills + everyWay.length * samplesOfTime);
    expect(counts['soap-stateful']['between BAPI and commit']).toBeGreaterThanOrEqual(fewest);
    for (const way of ways) expect(counts[way]['between commit and ledger']).toBeGreaterThanOrEqual(fewest);
  });
});

type Died = { readonly posting: Posting; readonly way: Way; readonly gap: Gap };
const foundOf = async (sap: Sap, { posting, way, gap }: Died) => {
  const { state, number, how } = (await rowOf(posting)) ?? {};
  return { way, document: posting.document, gap, stand: await sap.numbersOf(posting), state, number, how };
};
/** What SAP had committed or was about to, the successor has found, not sent again. */
const isAsItShould = ({ gap, stand, state, number, how }: Awaited<ReturnType<typeof foundOf>>): boolean =>
  stand.length === 1 && state === 'posted' && number === stand[0] && (how === 'recovered' || !foundAgain.has(gap));
const foundAgain: ReadonlySet<Gap> = new Set(['while the commit was under way', 'between commit and ledger']);

/** A worker with a line of its own to SAP. */
async function onWire(sap: Sap, way: Way) {
  const wire = await startWire(sap.url, latency);
  return { wire, child: launch({ databaseUrl: url(), sapUrl: wire.url, company, way }) };
}

/** The longest of a few, in milliseconds, by a worker that lives: the first of a process, as it is for the doomed. */
const samplesOfTime = 3;
async function usualMs(sap: Sap, { way, document }: Pick<Death, 'way' | 'document'>): Promise<number> {
  const { wire, child } = await onWire(sap, way);
  const took: number[] = [];
  while (took.length < samplesOfTime) took.push(await child.post(newPosting(document)));
  expect(await child.finish()).toEqual({ signal: null, trouble: '' });
  await wire.close();
  return Math.ceil(Math.max(...took));
}

/** One process after the other; each one's effect is taken up at once, while the next one is killed. */
async function allDie(sap: Sap, deaths: readonly Death[]) {
  const heirs = new Map(ways.map((way) => [way, createWorker({ db: db(), sapUrl: sap.url, company, way })]));
  const waiting = deaths.slice(0, ahead).map(({ way }) => onWire(sap, way));
  const aftermath: Promise<Died>[] = [];
  for (const [index, death] of deaths.entries()) {
    const next = deaths[index + ahead];
    if (next) waiting.push(onWire(sap, next.way));
    const doomed = await waiting[index];
    if (!doomed) continue;
    const { way } = death;
    const { posting, gap } = await die(doomed, death);
    const takenUp = Promise.all([gap, heirs.get(way)?.post(posting)]).then(([known]) => ({ posting, way, gap: known }));
    takenUp.catch(() => undefined); // Told below.
    aftermath.push(takenUp);
  }
  return Promise.all(aftermath);
}

async function die({ wire, child }: { wire: Wire; child: WorkerProcess }, death: Death) {
  const posting = newPosting(death.document);
  await child.ready;
  const reached = death.after && Promise.race([wire.untilAnswered(death.after), child.ended]);
  void child.post(posting);
  await reached;
  await sleep(death.afterMs);
  child.kill();
  const answered = wire.answered();
  expect(await child.ended).toEqual({ signal: 'SIGKILL', trouble: '' });
  const noted = (await rowOf(posting))?.state === 'posted';
  return { posting, gap: wire.close().then(() => gapOf(death, { answered, noted, called: wire.called() })) };
}

type Seen = { readonly answered: ReadonlySet<string>; readonly called: ReadonlySet<string>; readonly noted: boolean };
/** By what SAP had done when the worker died, and by what reached it afterwards. */
function gapOf({ change, last }: Death, { answered, called, noted }: Seen): Gap {
  if (noted) return 'after the ledger';
  if (answered.has(last)) return 'between commit and ledger';
  if (called.has(last)) return 'while the commit was under way';
  return answered.has(change) ? 'between BAPI and commit' : 'before the BAPI was answered';
}

const countsOf = (of: readonly Died[]): Readonly<Record<Gap, number>> =>
  Object.fromEntries(gaps.map((gap) => [gap, of.filter((one) => one.gap === gap).length])) as Record<Gap, number>;
const everyGap = (died: readonly Died[]) => ({
  'soap-stateful': countsOf(died.filter(({ way }) => way === 'soap-stateful')),
  'soap-wrapper': countsOf(died.filter(({ way }) => way === 'soap-wrapper')),
});
