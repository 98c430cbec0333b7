import { describe, expect, it } from 'vitest';
import { reasonsOf } from '../../src/cli/terminal.ts';

describe('what a command says of an error', () => {
  it('names what caused it', () =>
    expect(reasonsOf(new Error('Stripe did not answer', { cause: new Error('ECONNREFUSED') }))).toBe(
      'Stripe did not answer: ECONNREFUSED',
    ));

  it('says once what the cause says too', () =>
    expect(reasonsOf(new Error('No such customer', { cause: new Error('No such customer') }))).toBe(
      'No such customer',
    ));
});
