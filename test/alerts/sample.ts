import type { Alert, AlertMessage } from '../../src/domain/alert.ts';

export const sampleAlert = (more: Partial<Alert> = {}): Alert => ({
  kind: 'business',
  company: 'acme',
  code: 'rejected',
  subject: 'pi_1',
  text: 'business case: rejected at "post order" of pi_1',
  ...more,
});

/** So many of them at once. */
export const storm = (count: number): AlertMessage['notices'] =>
  Array.from({ length: count }, (_, index) => ({
    what: 'raised',
    alert: sampleAlert({ text: `business case of pi_${index}` }),
    count: 1,
    since: new Date('2026-11-22T08:00:00Z'),
  }));

export const sampleMessage = (more: Partial<AlertMessage> = {}): AlertMessage => ({
  id: '3f0d8e0e-0000-4000-8000-000000000001',
  digest: false,
  notices: [{ what: 'raised', alert: sampleAlert(), count: 1, since: new Date('2026-11-22T08:00:00Z') }],
  ...more,
});
