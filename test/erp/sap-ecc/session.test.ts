import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { committed, createSession } from '../../../src/erp/sap-ecc/session.ts';
import { newReference } from '../contract.ts';
import { answered, fakeSap, fault, row, structure, type Asked } from './fake-sap.ts';
import { connected, of } from './system.ts';

const path = '/stateful';
const bapi = 'BAPI_SALESORDER_CREATEFROMDAT2';
const commit = 'BAPI_TRANSACTION_COMMIT';
const rollback = 'BAPI_TRANSACTION_ROLLBACK';
const cookie = { 'set-cookie': ['sap-contextid=one; path=/', 'other=two'] };
const refusal = `<RETURN>${row({ TYPE: 'E', ID: 'V1', NUMBER: '382', MESSAGE: 'No' })}</RETURN>`;
const steps = (asked: readonly Asked[]) => asked.map(({ called, path: at }) => called || at);

type Given = { readonly status?: number; readonly body?: string } | undefined;
async function attempt(answers: Readonly<Record<string, Given | 'cut'>>, headers: object = cookie) {
  const { asked, door } = await fakeSap(({ called }, response) => {
    const given = answers[called] ?? { body: answered(called, '<SALESDOCUMENT>0000004711</SALESDOCUMENT>') };
    if (given === 'cut') return void response.destroy();
    return { headers: called === bapi ? (headers as Record<string, string[]>) : {}, ...given };
  });
  const session = createSession({ ...door, requestMs: 500 }, path);
  const outcome = session(
    (inSession) => committed(inSession, { functionName: bapi, parameters: {} }),
    AbortSignal.timeout(5_000),
  );
  return { outcome, steps: () => steps(asked), asked };
}

describe('a change and its commit', () => {
  it('are calls of one session, which ends whatever happened', async () => {
    const { outcome, steps: called, asked } = await attempt({});

    expect((await outcome).text('SALESDOCUMENT')).toBe('0000004711');
    expect(called()).toEqual([bapi, commit, '/sap/public/bc/icf/logoff']);
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'sap-contextid=one; other=two',
      'sap-contextid=one; other=two',
    ]);
    expect(asked[1]?.body).toContain('<WAIT>X</WAIT>');
  });

  it('are rolled back when SAP refuses', async () => {
    const { outcome, steps: called } = await attempt({ [bapi]: { body: answered(bapi, refusal) } });

    await expect(outcome).rejects.toMatchObject({ code: 'invalid', where: 'Material' });
    expect(called()).toEqual([bapi, rollback, '/sap/public/bc/icf/logoff']);
  });

  it('are not begun where no session is kept: nothing would be saved', async () => {
    const { outcome, steps: called } = await attempt({}, {});

    await expect(outcome).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('SOAMANAGER') as string,
    });
    expect(called()).toEqual([bapi]);
  });

  it.each([
    ['is lost', 'cut', 'outcome-unknown'],
    ['says that the session ended', { status: 400, body: '<html>Session timed out</html>' }, 'outcome-unknown'],
    ['is a page', { status: 503, body: '<html></html>' }, 'outcome-unknown'],
    ['is a fault', { status: 500, body: fault('SYSTEM_FAILURE') }, 'outcome-unknown'],
    [
      'is an error',
      {
        body: answered(commit, `<RETURN>${structure({ TYPE: 'E', ID: 'S1', NUMBER: '001', MESSAGE: 'No' })}</RETURN>`),
      },
      'outcome-unknown',
    ],
    ['asks for a pause', { status: 429 }, 'throttled'],
    ['wants another login', { status: 401 }, 'unauthorized'],
  ] as const)('of which the answer to the commit %s', async (_what, given, code) => {
    const { outcome, steps: called } = await attempt({ [commit]: given });

    await expect(outcome).rejects.toMatchObject({ code });
    expect(called()).toEqual([bapi, commit, '/sap/public/bc/icf/logoff']);
  });
});

describe('a document of the simulated system', () => {
  const eur = money(119_07, 'EUR');
  const disturbed = async (
    kind: string,
    body: string,
    way: 'soap-stateful' | 'soap-wrapper' = 'soap-stateful',
    more: object = {},
  ) => {
    const { erp, tell } = await connected({ default: way });
    await erp.ping();
    await tell('faults', { kind, match: { body }, ...more });
    const reference = newReference();
    const outcome = await erp.post(of.salesOrder(eur), reference).then(
      () => 'posted',
      (error: { code?: string }) => error.code,
    );
    return {
      outcome,
      found: async () => erp.find('sales-order', reference),
      again: async () => erp.post(of.salesOrder(eur), reference),
    };
  };

  it('is found after a commit whose answer was lost', async () => {
    const { outcome, found } = await disturbed('reset-after-commit', commit);

    expect(outcome).toBe('outcome-unknown');
    expect(await found()).toMatchObject({ total: eur });
  });

  it('is not there after a commit that never came, and can be posted again', async () => {
    const { outcome, found, again } = await disturbed('reset-before-commit', commit);

    expect(outcome).toBe('outcome-unknown');
    expect(await found()).toBeUndefined();
    expect(await again()).toMatchObject({ total: eur });
  });

  it('is not there when the answer of the BAPI was lost: its session is dropped', async () => {
    const { outcome, found } = await disturbed('reset-after-commit', bapi);

    expect(outcome).toBe('outcome-unknown');
    expect(await found()).toBeUndefined();
  });

  it('is found after a call of the wrapper whose answer was lost, and repeating it makes no second one', async () => {
    const { outcome, found, again } = await disturbed('reset-after-commit', 'Z_QTC_ORDER_CREATE', 'soap-wrapper');

    expect(outcome).toBe('outcome-unknown');
    const first = await found();
    expect(await again()).toEqual(first);
  });
});
