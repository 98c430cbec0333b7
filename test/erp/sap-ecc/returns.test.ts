import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../src/erp/sap-ecc/messages.ts';
import { messagesOf, refusalIn } from '../../../src/erp/sap-ecc/returns.ts';
import type { Message } from '../../../src/erp/sap-ecc/rfc.ts';
import { parsed } from '../../../src/erp/sap-ecc/xml.ts';
import { row, structure } from './fake-sap.ts';

const messagesIn = (inner: string) => {
  const node = parsed(`<RETURN>${inner}</RETURN>`);
  return messagesOf(typeof node === 'object' ? (node['RETURN'] as never) : undefined);
};
const message = (id: string, number: string, more: Partial<Message> = {}): Message => ({
  type: 'E',
  id,
  number,
  text: 'No',
  variables: [],
  parameter: '',
  row: 0,
  field: '',
  ...more,
});

describe('RETURN', () => {
  const two = {
    TYPE: 'E',
    ID: 'V1',
    NUMBER: '382',
    MESSAGE: 'Unknown',
    PARAMETER: 'ORDER_ITEMS_IN',
    ROW: '2',
    FIELD: 'MATERIAL',
  };
  const read = { type: 'E', id: 'V1', number: '382', text: 'Unknown', row: 2 };

  it.each([
    ['a table of BAPIRET2', row(two), read],
    ['a structure BAPIRET2', structure(two), read],
    [
      'a BAPIRETURN1',
      structure({ TYPE: 'E', ID: 'F2', NUMBER: '042', MESSAGE: 'Locked' }),
      { id: 'F2', number: '042', row: 0 },
    ],
    [
      'a BAPIRETURN with CODE',
      structure({ TYPE: 'E', CODE: 'F2153', MESSAGE: 'None' }),
      { id: 'F2', number: '153', text: 'None' },
    ],
  ])('is understood as %s', (_shape, inner, expected) => {
    expect(messagesIn(inner)).toMatchObject([expected]);
  });

  it.each(['', structure({ TYPE: '', ID: '', NUMBER: '000', MESSAGE: '' })])('is empty when initial: %s', (inner) => {
    expect(messagesIn(inner)).toEqual([]);
  });

  it('says a cause once, with the row that it is about', () => {
    const { PARAMETER: _parameter, ROW: _row, FIELD: _field, ...bare } = two;

    expect(messagesIn(row(bare) + row(two) + row(two))).toMatchObject([{ number: '382', row: 2 }]);
  });
});

describe('a refusal', () => {
  it.each(['E', 'A'])('is any message of type %s', (type) => {
    expect(refusalIn('BAPI', [message('V1', '311', { type: 'S' }), message('ZZ', '001', { type })])).toMatchObject({
      code: 'rejected',
    });
  });

  it.each(['S', 'W', 'I'])('is no message of type %s', (type) => {
    expect(refusalIn('BAPI', [message('V1', '382', { type })])).toBeUndefined();
  });

  it('shows the cause without the cover that FI puts before it', () => {
    const cover = message('RW', '609', { text: 'Error in document: BKPFF $ ECC' });
    const cause = message('F5', '201', { text: 'Posting period 012 2025 is not open' });

    expect(refusalIn('BAPI', [cover, cause])).toMatchObject({
      code: 'rejected',
      where: 'Date',
      message: 'BAPI was refused: Posting period 012 2025 is not open (F5 201)',
    });
    expect(refusalIn('BAPI', [cover])?.message).toContain('RW 609');
  });

  it('is what the first message means that is known', () => {
    expect(refusalIn('BAPI', [message('V4', '219'), message('MC', '601')])).toMatchObject({ code: 'busy' });
  });

  it.each([
    ['MC', '601', 'busy', undefined],
    ['V1', '042', 'busy', undefined],
    ['V1', '154', 'rejected', 'Customer'],
    ['V1', '398', 'invalid', 'Customer'],
    ['F5', '102', 'invalid', 'Customer'],
    ['F5', '702', 'invalid', 'Lines'],
    ['ZQTC', '001', 'conflict', 'Reference'],
    ['ZQTC', '012', 'busy', undefined],
    ['ZQTC', '013', 'invalid', 'Applications'],
    ['ZQTC', '014', 'invalid', 'Amount'],
    ['ZQTC', '015', 'rejected', 'Applications'],
    ['F2', '153', 'not-found', 'Customer'],
    ['XX', '999', 'rejected', undefined],
  ])('%s %s means %s at %s', (id, number, code, where) => {
    expect(meaningOf(message(id, number))).toMatchObject({ code, where });
  });

  it('names the line where SAP names the row, and never anything that could be a value', () => {
    expect(meaningOf(message('V1', '382', { row: 2 })).where).toBe('Lines[1].Material');
    expect(meaningOf(message('V1', '382')).where).toBe('Material');
    expect(meaningOf(message('ZZ', '1', { parameter: 'ORDER_ITEMS_IN', row: 1, field: 'TARGET_QTY' })).where).toBe(
      'Lines[0].Quantity',
    );
    expect(meaningOf(message('ZZ', '1', { parameter: 'ACCOUNTGL', row: 3, field: 'GL_ACCOUNT' })).where).toBe(
      'Account',
    );
    expect(meaningOf(message('ZZ', '1', { field: 'SECRET' })).where).toBeUndefined();
  });
});
