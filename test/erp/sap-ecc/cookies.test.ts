import { describe, expect, it } from 'vitest';
import { createCookies } from '../../../src/erp/sap-ecc/cookies.ts';

describe('the cookies of a session', () => {
  it('are all carried, the newest of each name', () => {
    const cookies = createCookies();
    expect(cookies.header).toEqual({});

    cookies.take({ 'set-cookie': ['sap-contextid=SID%3aANON; path=/sap/bc; HttpOnly', 'MYSAPSSO2=a=b; Secure'] });
    cookies.take({ 'set-cookie': ['sap-contextid=second; path=/'] });
    cookies.take({});

    expect(cookies.header).toEqual({ cookie: 'sap-contextid=second; MYSAPSSO2=a=b' });
    expect(cookies.session).toBe('second');
  });

  it.each(['gone=', 'gone=x; Max-Age=0', 'gone=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
    'go when SAP ends them: %s',
    (line) => {
      const cookies = createCookies();
      cookies.take({ 'set-cookie': ['gone=1'] });

      cookies.take({ 'set-cookie': [line] });

      expect(cookies.header).toEqual({});
    },
  );
});
