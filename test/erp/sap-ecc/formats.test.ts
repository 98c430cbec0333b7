import { describe, expect, it } from 'vitest';
import {
  bare,
  compactDay,
  dayOf,
  inTen,
  keyOf,
  keyOfObject,
  material,
  numberOf,
  objectKey,
} from '../../../src/erp/sap-ecc/formats.ts';

describe('numbers', () => {
  it('get zeros in front when they are digits, and stay as they are when not', () => {
    expect([inTen('4711'), inTen('CUST-1'), material('42'), material('WIDGET-S')]).toEqual([
      '0000004711',
      'CUST-1',
      '000000000000000042',
      'WIDGET-S',
    ]);
  });

  it('lose them again, and an initial one is none', () => {
    expect([bare('0000004711'), bare('0A1'), bare('0000000000'), bare('  ')]).toEqual(['4711', '0A1', '', '']);
  });
});

describe('days', () => {
  it('are read in both ways of writing, and an initial one is none', () => {
    expect(['2026-01-30', '20260130', '0000-00-00', '00000000', ''].map(dayOf)).toEqual([
      '2026-01-30',
      '2026-01-30',
      undefined,
      undefined,
      undefined,
    ]);
    expect(compactDay('2026-01-30')).toBe('20260130');
  });
});

describe('the key of a financial document', () => {
  const key = { belnr: '0100000003', bukrs: '1000', gjahr: '2026' };

  it('is one number for us and eighteen characters for SAP', () => {
    expect(numberOf(key)).toBe('0100000003-1000-2026');
    expect(keyOf('100000003-1000-2026')).toEqual(key);
    expect(objectKey(key)).toBe('010000000310002026');
    expect(keyOfObject('010000000310002026')).toEqual(key);
  });

  it('keeps the place of a short company code', () => {
    const short = { belnr: '0100000003', bukrs: 'DE', gjahr: '2026' };

    expect(objectKey(short)).toBe('0100000003DE  2026');
    expect(keyOfObject(objectKey(short))).toEqual(short);
  });

  it('is none of an order, a billing document or a failed posting', () => {
    expect([keyOf('90000012'), keyOfObject('0090000012'), keyOfObject('$')]).toEqual([undefined, undefined, undefined]);
  });
});
