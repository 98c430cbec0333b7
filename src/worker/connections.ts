import type { Company } from '../config.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { Database } from '../store/db.ts';
import { createGate } from '../store/gate.ts';
import type { Caller } from '../store/turns.ts';
import { openErp } from './erp.ts';

/** One ERP client and one gate for each connection, however many companies share it. */
export function openConnections(
  db: Database,
  telemetry: Telemetry,
  caller?: () => Promise<Caller | undefined>,
): (connection: string, erp: Company['erp']) => ErpPort {
  const opened = new Map<string, ErpPort>();
  return (connection, erp) => {
    // Secrets show as their references, so this is everything that makes two clients different.
    const key = `${connection} ${JSON.stringify(erp)}`;
    const known = opened.get(key);
    if (known) return known;
    const { concurrency, perSecond, breakerFailures, breakerOpenSeconds } = erp.limits;
    const gate = createGate(db, {
      connection,
      concurrency,
      perSecond,
      ...(caller && { caller }),
      breaker: { failures: breakerFailures, openMs: breakerOpenSeconds * 1000 },
    });
    const made = openErp(erp, {
      gate,
      seen: (outcome, seconds) => telemetry.erpSeconds.observe({ connection, outcome }, seconds),
    });
    opened.set(key, made);
    return made;
  };
}
