import { describe, expect, it } from 'vitest';
import { orderOf, startSystem } from './system.ts';

const create = 'BAPI_SALESORDER_CREATEFROMDAT2';

describe('what is committed, and what is not', () => {
  it('saves an order when the commit comes in the same session', async () => {
    const { session } = await startSystem();
    const { call } = session();

    const created = await call(create, orderOf());
    expect(created.messages.at(-1)).toBe('S V1 311');
    expect(created.text('SALESDOCUMENT')).toMatch(/^\d{10}$/);
    expect(created.xml).toContain(`${create}Response`);
    const committed = await call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');
    expect(committed.row('RETURN')).toMatchObject({ TYPE: '', NUMBER: '000' });
  });
});
