import { setTimeout as sleep } from 'node:timers/promises';
import type { Reference } from '../../../src/domain/documents.ts';
import { effectKey, type EffectKey } from '../../../src/domain/effects.ts';
import { money } from '../../../src/domain/money.ts';
import { ErpError, type ErpErrorCode } from '../../../src/erp/errors.ts';
import type { RequestSeen } from '../../../src/erp/http.ts';
import type { ErpPort, ErpReceipt } from '../../../src/erp/port.ts';
import { createSapEcc } from '../../../src/erp/sap-ecc/adapter.ts';
import type { GivenOrganisation } from '../../../src/erp/sap-ecc/organisation.ts';
import type { Database } from '../../../src/store/db.ts';
import { createEffectRows } from '../../../src/store/effects.ts';
import { createLedger, type Effect } from '../../../src/store/ledger.ts';
import { referenceOf } from '../../../src/store/reference.ts';
import { createVault } from '../../../src/store/vault.ts';
import { sampleEffect } from '../../store/sample-effect.ts';
import { samples, type Ground } from '../samples.ts';

export type Way = 'soap-stateful' | 'soap-wrapper';
export type Posting = { readonly document: 'sales-order' | 'cash-receipt'; readonly subject: string };

/** Several times what a posting takes on a busy machine, where SAP too commits late: these make no claim about speed. */
const patience = { requestMs: 8_000, lateMs: 2_000 };
const graceMs = 500;
/** What a workflow would come back for. */
const again: ReadonlySet<ErpErrorCode> = new Set(['busy', 'outcome-unknown', 'unavailable', 'throttled']);
/** Several times what any death may cost: whatever takes longer is stuck. */
const stuckAfterMs = 120_000;

const amount = money(11_907, 'EUR');

export const keyOf = ({ document, subject }: Posting): EffectKey =>
  effectKey({ company: 'acme', kind: document === 'sales-order' ? 'sale' : 'receipt', subject });
export const referenceFor = (posting: Posting): Reference => referenceOf(keyOf(posting));

/** The company in SAP that is posted to. */
export type Company = { readonly organisation: GivenOrganisation; readonly ground: Ground };
type Deps = {
  readonly db: Database;
  readonly sapUrl: string;
  readonly company: Company;
  readonly way: Way;
  readonly onRequest?: (seen: RequestSeen) => void;
};

/** Ledger and adapter together, as a worker has them. */
export function createWorker({ db, sapUrl, company, way, onRequest }: Deps) {
  const ledger = createLedger(createEffectRows({ db, vault: createVault({ current: Buffer.alloc(32, 7) }), graceMs }));
  const erp = createSapEcc({
    baseUrl: sapUrl,
    auth: { kind: 'basic', username: 'QUITTANCE', password: () => 'sandbox' },
    organisation: company.organisation,
    interfaces: { default: way },
    ...patience,
    ...(onRequest && { onRequest }),
  });
  return {
    /** Opens connections, so that the first posting takes no longer than any other. */
    ready: () => Promise.all([erp.ping(), db.selectFrom('effects').select('key').limit(1).execute()]),
    /** Takes the effect up, again and again, until its document stands. */
    async post(posting: Posting): Promise<ErpReceipt> {
      const started = performance.now();
      for (;;) {
        try {
          return await ledger.once(effectOf(erp, company, posting));
        } catch (error) {
          const isLate = performance.now() - started > stuckAfterMs;
          if (isLate || !(error instanceof ErpError) || !again.has(error.code)) throw error;
          await sleep(Math.min(error.retryAfterMs ?? 50, 500));
        }
      }
    },
  };
}

function effectOf(erp: ErpPort, { ground }: Company, { document, subject }: Posting): Effect {
  const of = samples(ground);
  const isOrder = document === 'sales-order';
  return sampleEffect({
    kind: isOrder ? 'sale' : 'receipt',
    subject,
    root: `pi_${subject}`,
    amount,
    totalIsTheirs: isOrder,
    settleMs: erp.settleMs,
    requestMs: patience.requestMs,
    prepare: () => Promise.resolve({ document: isOrder ? of.salesOrder(amount) : of.cashReceipt(amount) }),
    find: (reference) => erp.find(document, reference),
    send: ({ document: prepared }, reference, signal) => {
      if (!prepared) throw new ErpError('invalid', 'Nothing was prepared');
      return erp.post(prepared, reference, { signal });
    },
  });
}
