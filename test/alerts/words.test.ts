import { expect, it } from 'vitest';
import { firstLines, headline, line, lines } from '../../src/alerts/words.ts';
import { sampleAlert, sampleMessage, storm } from './sample.ts';

const since = new Date('2026-11-22T08:00:00Z');

it('a line says whose, what, what is at stake, which case and how often', () => {
  const alert = sampleAlert({ amount: { minor: 11_900, currency: 'EUR' }, caseId: 'run/1' });
  expect(line({ what: 'raised', alert, count: 3, since })).toBe(
    '[acme] business case: rejected at "post order" of pi_1 (119.00 EUR at stake, case run/1, 3 times since 2026-11-22 08:00 UTC)',
  );
  expect(line({ what: 'recovered', alert, count: 1, since, how: 'healed' })).toBe(
    '[acme] Over (healed): business case: rejected at "post order" of pi_1 (case run/1)',
  );
});

it('a storm is one message: a chat can be read, and a mail names all', () => {
  const notices = storm(60);
  expect(lines(sampleMessage({ notices }))).toHaveLength(60);
  const told = firstLines(sampleMessage({ notices }));
  expect(told).toHaveLength(26);
  expect(told.at(-1)).toBe('… and 35 more: quittance alerts list');
  expect(headline(sampleMessage({ notices }))).toBe('Quittance: 60 notices');
});
