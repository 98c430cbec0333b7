import { describe, expect, it } from 'vitest';
import { quittance } from './terminal.ts';

const env = { TEMPORAL_ADDRESS: '127.0.0.1:7233' };

describe('quittance erp capabilities', () => {
  it('shows what each ERP can do, by each of its interfaces, without a configuration', async () => {
    const { status, out } = await quittance(['-c', 'nowhere.yaml', 'erp', 'capabilities']);
    expect(status).toBe(0);
    for (const name of ['p21', 'facade', 'sap-ecc', 'soap-stateful', 'soap-wrapper', 'idoc', 'odata'])
      expect(out).toContain(name);
    expect(out).toContain('NO: SAP has no function');
    expect(out).toContain('BAPI_SALESORDER_CREATEFROMDAT2');
  });

  it('shows what the ERP of one company can do as it is configured', async () => {
    const ask = ['-c', 'quittance.example.yaml', 'erp', 'capabilities', '--json', '--company'];
    const { out } = await quittance([...ask, 'globex'], env);
    expect(JSON.parse(out)).toMatchObject({ 'sap-ecc': { globex: { apply: { can: true, how: 'Z_QTC_CLEAR' } } } });
    expect(await quittance([...ask, 'nobody'], env)).toMatchObject({
      status: 2,
      err: 'There is no company nobody in the configuration',
    });
  });
});
