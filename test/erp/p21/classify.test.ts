import { describe, expect, it } from 'vitest';
import { ErpError } from '../../../src/erp/errors.ts';
import type { Reply } from '../../../src/erp/http.ts';
import { understood } from '../../../src/erp/p21/classify.ts';
import { refused } from './fake-gateway.ts';

const write = { name: 'POST /api/v2/salesorders', write: true };
const read = { name: 'GET /api/v2/salesorders', write: false };

const reply = (status: number, body: unknown, more: Partial<Reply> = {}): Reply => ({
  status,
  retryAfter: undefined,
  location: undefined,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});

function errorOf(request: typeof write, answer: Reply): ErpError {
  try {
    understood(request, answer);
  } catch (error) {
    if (error instanceof ErpError) return error;
    throw error;
  }
  throw new Error('It was taken for a success');
}

describe('an answer of the gateway', () => {
  it('is a success only as JSON without an ErrorMessage', () => {
    expect(understood(write, reply(200, { OrderNo: '1', ErrorMessage: '' }))).toEqual({
      OrderNo: '1',
      ErrorMessage: '',
    });
    expect(errorOf(write, reply(200, refused('No'))).code).toBe('rejected');
  });

  it.each([
    // status, body, code of a write, code of a read
    [200, '', 'outcome-unknown', 'unavailable'],
    [200, '<html>Signed out</html>', 'outcome-unknown', 'unavailable'],
    [200, '"order 17"', 'outcome-unknown', 'unavailable'],
    [204, '', 'outcome-unknown', 'unavailable'],
    [302, '', 'outcome-unknown', 'unavailable'],
    [307, '', 'unavailable', 'unavailable'],
    [400, '', 'invalid', 'invalid'],
    [400, refused('Date is missing', 'P21.Business.Common.ValidationException'), 'invalid', 'invalid'],
    [401, { Error: 'invalid_token', Description: 'expired' }, 'unauthorized', 'unauthorized'],
    [403, '<html>Forbidden</html>', 'unauthorized', 'unauthorized'],
    [404, '<html>Not Found</html>', 'unavailable', 'unavailable'],
    [404, refused('Not here', 'P21.Common.Exceptions.ResourceNotFoundException'), 'not-found', 'not-found'],
    [408, '', 'outcome-unknown', 'unavailable'],
    [409, '', 'rejected', 'rejected'],
    [409, refused('Order is already there'), 'rejected', 'rejected'],
    [422, '', 'invalid', 'invalid'],
    [423, '', 'busy', 'busy'],
    [429, '', 'throttled', 'throttled'],
    [500, '', 'outcome-unknown', 'unavailable'],
    [500, refused('No such thing'), 'rejected', 'rejected'],
    [500, refused('Null reference', 'System.NullReferenceException'), 'outcome-unknown', 'unavailable'],
    [500, { ErrorMessage: 'Something' }, 'outcome-unknown', 'unavailable'],
    [200, refused('Null reference', 'System.NullReferenceException'), 'outcome-unknown', 'unavailable'],
    [200, { ErrorMessage: 'Something' }, 'rejected', 'rejected'],
    [502, '<html>Bad Gateway</html>', 'outcome-unknown', 'unavailable'],
    [503, '', 'outcome-unknown', 'unavailable'],
    [504, '', 'outcome-unknown', 'unavailable'],
  ] as const)('%s %j is %s for a write, %s for a read', (status, body, writing, reading) => {
    expect(errorOf(write, reply(status, body)).code).toBe(writing);
    expect(errorOf(read, reply(status, body)).code).toBe(reading);
  });

  it.each([
    ['Records do not balance', 'invalid', 'Lines'],
    ['You cannot cancel an order that is fully invoiced', 'rejected', undefined],
    ['Period 12 of 2025 is closed', 'rejected', 'Date'],
    ['Customer 100198 is on credit hold', 'rejected', 'CustomerId'],
    ['Customer 1 does not exist', 'invalid', 'CustomerId'],
    ['Item NOPE does not exist', 'invalid', 'ItemId'],
    ['Account 1100 is a control account', 'invalid', 'AccountNumber'],
    ['Account 9999 is blocked', 'rejected', 'AccountNumber'],
    ['The amount exceeds what is open', 'rejected', 'Amount'],
    ['This column is required.', 'invalid', undefined],
    ['Transaction was deadlocked on lock resources', 'busy', undefined],
    ['Unexpected response window', 'outcome-unknown', undefined],
    ['Requested date must be after order date', 'invalid', undefined],
    ['General Exception: Sequence contains no matching element', 'invalid', undefined],
    ['Jurisdiction ID for Order Header Tax is required', 'invalid', undefined],
    ['Column is disabled: company_id', 'invalid', undefined],
    ['Something that nobody has met before', 'rejected', undefined],
  ] as const)('"%s" is %s', (message, code, where) => {
    const error = errorOf(write, reply(500, refused(message)));

    expect({ code: error.code, where: error.where }).toEqual({ code, where });
    expect(error.message).toContain(message);
  });

  it('of a window that may not be opened is unauthorized, whatever type the error claims', () => {
    const text = 'Window <<Customer Refund>> is not available or user does not have permission to open it';

    for (const type of ['System.Exception', 'P21.Business.Common.BusinessException']) {
      const error = errorOf(write, reply(500, refused(text, type)));
      expect(error).toMatchObject({ code: 'unauthorized', where: undefined });
      expect(error.message).toContain('give the user permission for this window');
    }
  });

  it('names the field that a message names, never a value', () => {
    const at = (message: string) => errorOf(write, reply(400, refused(message, 'x.ValidationException'))).where;

    expect(at('Lines.list[2].ItemId is missing')).toBe('Lines[2].ItemId');
    expect(at('Lines.list.2.UnitPrice: too many digits')).toBe('Lines[2].UnitPrice');
    expect(at('CustomerName AcmeGmbH is too long')).toBe('CustomerName');
    expect(at('Buyer Jane.Doe is not known')).toBeUndefined();
    expect(at('AcmeGmbH.Secret is odd')).toBeUndefined();
  });

  it('says how long to wait, in seconds or until a date', () => {
    const soon = new Date(Date.now() + 60_000).toUTCString();

    expect(errorOf(write, reply(429, '', { retryAfter: '7' })).retryAfterMs).toBe(7_000);
    expect(errorOf(write, reply(429, '', { retryAfter: soon })).retryAfterMs).toBeGreaterThan(50_000);
    expect(errorOf(write, reply(429, '', { retryAfter: 'later' })).retryAfterMs).toBeUndefined();
  });

  it('of a gateway without capacity is throttled for a read, and a write is looked up once that time is over', () => {
    const answer = reply(503, '', { retryAfter: '7' });

    expect(errorOf(read, answer)).toMatchObject({ code: 'throttled', retryAfterMs: 7_000 });
    expect(errorOf(write, answer)).toMatchObject({ code: 'outcome-unknown', retryAfterMs: 7_000 });
  });

  it('that redirects says where to, so that baseUrl can be mended', () => {
    const { message } = errorOf(write, reply(307, '', { location: 'https://elsewhere.example' }));

    expect(message).toContain('https://elsewhere.example');
    expect(message).toContain('baseUrl');
  });
});
