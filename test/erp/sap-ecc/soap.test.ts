import { describe, expect, it } from 'vitest';
import { createRfc } from '../../../src/erp/sap-ecc/soap.ts';
import { answered, fakeSap, fault, row } from './fake-sap.ts';

const path = '/sap/bc/soap/rfc';
const ping = 'RFC_PING';
const read = { write: false } as const;
const write = { write: true } as const;

describe('a function call', () => {
  it('goes to the client of the system with the login, and asks for RETURN', async () => {
    const { asked, door } = await fakeSap(() => ({ body: answered(ping, '') }));

    await createRfc(door, path).call(ping, { A: '1' }, { ...read, tables: ['T'] });

    expect(asked).toMatchObject([
      {
        method: 'POST',
        path,
        headers: {
          soapaction: '""',
          'content-type': 'text/xml; charset=utf-8',
          authorization: 'Basic c2FwOnNlY3JldA==',
        },
      },
    ]);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({ 'sap-client': '100', 'sap-language': 'EN' });
    expect(asked[0]?.body).toContain('<urn:RFC_PING><A>1</A><T/><RETURN/></urn:RFC_PING>');
  });

  it.each(['.Response', 'Response'])('is answered by %s', async (mark) => {
    const inner = `<NO>0010.10</NO><HEAD><A>1</A></HEAD><T>${row({ B: '2' })}</T><RETURN/>`;
    const { door } = await fakeSap(() => ({ body: answered(ping, inner, mark) }));

    const answer = await createRfc(door, path).call(ping, {}, read);

    expect([answer.text('NO'), answer.structure('HEAD'), answer.table('T')]).toEqual([
      '0010.10',
      { A: '1' },
      [{ B: '2' }],
    ]);
    expect([answer.text('NONE'), answer.structure('NONE'), answer.table('NONE'), answer.messages]).toEqual([
      '',
      {},
      [],
      [],
    ]);
  });

  it('is refused by what RETURN says, whatever the status', async () => {
    const refusing = `<RETURN>${row({ TYPE: 'E', ID: 'MC', NUMBER: '601', MESSAGE: 'Locked' })}</RETURN>`;
    const { door } = await fakeSap(() => ({ body: answered(ping, refusing) }));

    await expect(createRfc(door, path).call(ping, {}, write)).rejects.toMatchObject({ code: 'busy' });
  });

  it.each([
    ['EV_DOCUMENT', '<EV_DOCUMENT>0090000001</EV_DOCUMENT>'],
    ['SUCCESS', `<SUCCESS>${row({ BILL_DOC: '0090000001' })}</SUCCESS>`],
  ])('is not refused by RETURN where %s names what stands already', async (_where, document) => {
    const refusing = `<RETURN>${row({ TYPE: 'E', ID: 'VF', NUMBER: '044', MESSAGE: 'Not released' })}</RETURN>`;
    const { door } = await fakeSap(() => ({ body: answered(ping, document + refusing) }));

    await expect(createRfc(door, path).call(ping, {}, write)).rejects.toMatchObject({
      code: 'outcome-unknown',
      message: expect.stringContaining('0090000001') as string,
    });
  });

  const page = '<html><body>No work process<br></body></html>';
  it.each([
    // status, body, code of a write, code of a read
    [200, page, 'outcome-unknown', 'unavailable'],
    [200, '', 'outcome-unknown', 'unavailable'],
    [200, answered('RFC_OTHER', ''), 'outcome-unknown', 'unavailable'],
    [200, answered(ping, '<DATA></DATA>').slice(0, -20), 'outcome-unknown', 'unavailable'],
    [302, '', 'outcome-unknown', 'unavailable'],
    [307, '', 'unavailable', 'unavailable'],
    [400, '<html>Session timed out</html>', 'outcome-unknown', 'unavailable'],
    [400, '<html>Bad request</html>', 'invalid', 'invalid'],
    [401, page, 'unauthorized', 'unauthorized'],
    [403, page, 'unauthorized', 'unauthorized'],
    [404, page, 'unavailable', 'unavailable'],
    [429, '', 'throttled', 'throttled'],
    [500, page, 'outcome-unknown', 'unavailable'],
    [500, fault('SYSTEM_FAILURE', 'Short dump'), 'outcome-unknown', 'unavailable'],
    [500, fault('COMMUNICATION_FAILURE'), 'outcome-unknown', 'unavailable'],
    [500, fault('RFC_AUTHORIZATION_FAILURE'), 'unauthorized', 'unauthorized'],
    [500, fault('', 'RFC_AUTHORIZATION_FAILURE'), 'unauthorized', 'unauthorized'],
    [500, fault('FU_NOT_FOUND'), 'invalid', 'invalid'],
    [500, fault('FUNCTION_NOT_FOUND'), 'invalid', 'invalid'],
    [500, fault('TABLE_NOT_AVAILABLE'), 'invalid', 'invalid'],
    [503, page, 'outcome-unknown', 'unavailable'],
  ] as const)('answered %s %j is %s for a write, %s for a read', async (status, body, writing, reading) => {
    const { asked, door } = await fakeSap(() => ({ status, body }));
    const rfc = createRfc(door, path);

    await expect(rfc.call(ping, {}, write)).rejects.toMatchObject({ code: writing });
    await expect(rfc.call(ping, {}, read)).rejects.toMatchObject({ code: reading });
    expect(asked).toHaveLength(2);
  });

  it('says what the fault said', async () => {
    const { door } = await fakeSap(() => ({ status: 500, body: fault('SYSTEM_FAILURE', 'Short dump') }));

    await expect(createRfc(door, path).call(ping, {}, read)).rejects.toThrow(
      'RFC_PING ended with a fault: Short dump: SYSTEM_FAILURE',
    );
  });

  it('says how long a busy system wants to be left alone', async () => {
    const { door } = await fakeSap(() => ({ status: 429, headers: { 'retry-after': '7' } }));

    await expect(createRfc(door, path).call(ping, {}, write)).rejects.toMatchObject({
      code: 'throttled',
      retryAfterMs: 7_000,
    });
  });

  it('ends when its time is over, and then nobody knows what became of it', async () => {
    const { door } = await fakeSap(() => undefined);

    await expect(createRfc({ ...door, requestMs: 100 }, path).call(ping, {}, write)).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it('does not leave when the caller took it back before', async () => {
    const { asked, door } = await fakeSap(() => ({ body: answered(ping, '') }));

    await expect(createRfc(door, path).call(ping, {}, { ...write, signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'unavailable' },
    );
    expect(asked).toEqual([]);
  });

  it('is seen from outside by the name of its function alone', async () => {
    const { door } = await fakeSap(() => ({ status: 503 }));
    const seen: unknown[] = [];
    const rfc = createRfc({ ...door, onRequest: ({ ms: _ms, ...rest }) => void seen.push(rest) }, path);

    await expect(rfc.call(ping, { A: '4711' }, read)).rejects.toThrow();

    expect(seen).toEqual([{ route: ping, status: 503, outcome: 'unavailable' }]);
  });
});
