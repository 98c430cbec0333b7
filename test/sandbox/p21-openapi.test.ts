import { describe, expect, it } from 'vitest';
import { createErp } from '../../sandbox/p21/erp.ts';
import { gatewayRoutes } from '../../sandbox/p21/server.ts';
import { createShipping } from '../../sandbox/p21/shipping.ts';
import { contract, operations, violations } from './p21-contract.ts';

describe('the written contract of the Prophet 21 gateway', () => {
  it('has every route of the sandbox, and the sandbox has every route of it', () => {
    const erp = createErp({});
    const routes = gatewayRoutes(erp, createShipping(erp, { shipAfterMs: undefined, invoiceAfterMs: 0 }));
    const offered = ['post /api/security/token/v2', ...routes.map(({ method, path }) => `${method} ${path}`)];

    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(offered.sort());
  });

  it('points to nothing that it does not define', () => {
    const references = [...JSON.stringify(contract).matchAll(/#\/components\/(\w+)\/(\w+)/g)];
    const components = contract.components as unknown as Record<string, Record<string, unknown>>;

    expect(contract.openapi).toBe('3.1.0');
    expect(references.filter(([, kind = '', name = '']) => components[kind]?.[name] === undefined)).toEqual([]);
  });

  it('gives each operation a name of its own', () => {
    const names = operations.map(({ operation }) => operation.operationId);

    expect(new Set(names).size).toBe(names.length);
  });

  it('has no amount that is a number', () => {
    expect(JSON.stringify(contract)).not.toContain('"type":"number"');
  });

  it('notices an answer that breaks it', () => {
    const period = { Date: '2026-01-30', Period: 1, Year: 2026, Open: 'yes', Colour: 'red' };

    expect(violations('get', '/api/v2/gl/periods', 200, period)).toEqual([
      'get /api/v2/gl/periods 200.NextOpenDate is missing',
      'get /api/v2/gl/periods 200.Open "yes" is none of Y, N',
      'get /api/v2/gl/periods 200.Colour is not in the contract',
    ]);
    expect(violations('get', '/api/v2/nowhere', 200, {})).toEqual(['get /api/v2/nowhere is not in the contract']);
  });
});
