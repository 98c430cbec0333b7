import { describe, expect, it } from 'vitest';
import type { System } from './system.ts';
import { basic, element, envelope, orderOf, startSystem } from './system.ts';

const create = 'BAPI_SALESORDER_CREATEFROMDAT2';
const details = (number: string) =>
  element('I_BAPI_VIEW', { HEADER: 'X' }) + element('SALES_DOCUMENTS', [{ VBELN: number }]) + '<ORDER_HEADERS_OUT/>';
const seenBy = async (call: System['call'], number: string): Promise<number> =>
  (await call('BAPISDORDER_GETDETAILEDLIST', details(number))).rows('ORDER_HEADERS_OUT').length;

describe('what is committed, and what is not', () => {
  it('saves an order when the commit comes in the same session', async () => {
    const { session, call } = await startSystem();
    const mine = session();

    const created = await mine.call(create, orderOf());
    expect(created.messages.at(-1)).toBe('S V1 311');
    expect(created.xml).toContain(`:${create}Response`);
    const number = created.text('SALESDOCUMENT');
    expect(number).toMatch(/^\d{10}$/);
    expect(await seenBy(mine.call, number)).toBe(1);
    expect(await seenBy(call, number)).toBe(0);

    const committed = await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');
    expect(committed.row('RETURN')).toMatchObject({ TYPE: '', NUMBER: '000' });
    expect(await seenBy(call, number)).toBe(1);
  });

  it.each(['rollback', 'logoff', 'time-out'])('drops what was not committed at %s, number and all', async (end) => {
    const { session, call, admin } = await startSystem();
    const mine = session();
    const number = (await mine.call(create, orderOf())).text('SALESDOCUMENT');

    if (end === 'rollback') await mine.call('BAPI_TRANSACTION_ROLLBACK', '');
    if (end === 'logoff') await mine.logoff();
    if (end === 'time-out') await admin('clock', { AdvanceSeconds: 3_600 });
    const after = await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');

    expect(after.status).toBe(end === 'rollback' ? 200 : 400);
    if (end !== 'rollback') expect(after.xml).toContain('Session timed out');
    expect(await seenBy(call, number)).toBe(0);
    const next = (await call(create, orderOf())).text('SALESDOCUMENT');
    expect(Number(next)).toBe(Number(number) + 1);
  });

  it('forgets a create without commit on the stateless path, and a commit there saves nothing', async () => {
    const { call, admin } = await startSystem();
    const created = await call(create, orderOf());
    expect(created.messages.at(-1)).toBe('S V1 311');
    expect(created.xml).toContain(`:${create}.Response`);

    await call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');
    expect((await admin('documents'))['salesOrders']).toEqual([]);
  });

  it('insists on every cookie of the session', async () => {
    const { session } = await startSystem();
    const mine = session();
    await mine.call(create, orderOf());
    mine.jar.delete('saplb_*');

    expect((await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>')).status).toBe(400);
  });

  it('answers a commit and saves nothing when the update fails, or when the session was lost before', async () => {
    const { session, admin } = await startSystem();
    for (const trouble of [{ commitFails: 1 }, { loseSession: 1 }]) {
      const mine = session();
      await mine.call(create, orderOf());
      await admin('behaviour', trouble);
      expect((await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>')).row('RETURN')['TYPE']).toBe('');
    }
    expect((await admin('documents'))['salesOrders']).toEqual([]);
    expect(await admin('behaviour')).toMatchObject({ commitFails: 0, loseSession: 0 });
  });

  it('keeps an order locked until the session that changes it has ended', async () => {
    const { session } = await startSystem();
    const [mine, other] = [session(), session()];
    const number = (await mine.call(create, orderOf())).text('SALESDOCUMENT');
    await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');
    const block =
      element('ORDER_HEADER_IN', { DLV_BLOCK: '01' }) +
      element('ORDER_HEADER_INX', { UPDATEFLAG: 'U', DLV_BLOCK: 'X' }) +
      `<SALESDOCUMENT>${number}</SALESDOCUMENT><RETURN/>`;

    await mine.call('BAPI_SALESORDER_CHANGE', block);
    expect((await other.call('BAPI_SALESORDER_CHANGE', block)).messages).toEqual(['E V1 042']);
    await mine.logoff();
    expect((await other.call('BAPI_SALESORDER_CHANGE', block)).messages.at(-1)).toBe('S V1 311');
  });
});

describe('the ways in', () => {
  it('refuses a wrong password with HTML, and another client too', async () => {
    const { post, url } = await startSystem();
    const xml = envelope('BAPI_TRANSACTION_COMMIT', '');
    const wrong = await post('/sap/bc/soap/rfc', xml, { authorization: basic('QUITTANCE', 'wrong') });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('content-type')).toContain('text/html');

    const elsewhere = await fetch(`${url}/sap/bc/soap/rfc?sap-client=200`, {
      method: 'POST',
      headers: { authorization: basic(), 'content-type': 'text/xml' },
      body: xml,
    });
    expect(elsewhere.status).toBe(401);
  });

  it('gives back only the tables that the request names', async () => {
    const { call } = await startSystem();
    const silent = await call(create, orderOf().replace('<RETURN></RETURN>', ''));
    expect(silent.xml).not.toContain('<RETURN');
    expect(silent.text('SALESDOCUMENT')).not.toBe('');
  });

  it('answers what the user may not call, and what there is not, with a fault', async () => {
    const { call, session, admin } = await startSystem();
    await admin('behaviour', { noAuthority: create });
    const refused = await call(create, orderOf());
    expect(refused.status).toBe(500);
    expect(refused.xml).toContain('<type>RFC_AUTHORIZATION_FAILURE</type>');
    expect((await session().call(create, orderOf())).xml).toContain(
      '<faultstring>RFC_AUTHORIZATION_FAILURE</faultstring>',
    );
    expect((await call('Z_NOT_THERE', '')).xml).toContain('FUNCTION_NOT_FOUND');
  });

  it('finds what it needs locked, and writes every message twice, when told so', async () => {
    const { call, admin } = await startSystem();
    await admin('behaviour', { lockNext: 1, duplicateReturn: true });
    expect((await call(create, orderOf())).messages).toEqual(['E MC 601', 'E MC 601']);
    expect((await call(create, orderOf())).messages.slice(-2)).toEqual(['S V1 311', 'S V1 311']);
  });

  it('lets faults befall one function only, with pages as SAP writes them', async () => {
    const { call, fault } = await startSystem();
    await fault({ kind: 'status', match: { body: 'BAPI_TRANSACTION_COMMIT' } });
    expect((await call(create, orderOf())).status).toBe(200);
    const busy = await call('BAPI_TRANSACTION_COMMIT', '');
    expect(busy.status).toBe(503);
    expect(busy.xml).toContain('No work process');
  });
});
