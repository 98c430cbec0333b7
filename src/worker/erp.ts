import type { Company as CompanyConfig } from '../config.ts';
import { adapters } from '../erp/index.ts';
import { guarded } from '../erp/guarded.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Gate } from '../store/gate.ts';

type ErpConfig = CompanyConfig['erp'];
type Watch = { readonly gate: Gate; readonly seen: (outcome: string, seconds: number) => void };

/** The adapter that a company names, behind the breaker, the cap and the rate that all workers share. */
export function openErp(
  { adapter, dialect, baseUrl, company, auth, limits }: ErpConfig,
  { gate, seen }: Watch,
): ErpPort {
  const erp = adapters[adapter][dialect]({
    baseUrl,
    company,
    requestMs: limits.requestSeconds * 1000,
    auth:
      auth.kind === 'client_credentials'
        ? { kind: auth.kind, clientId: auth.clientId, clientSecret: () => auth.clientSecret.read() }
        : { kind: auth.kind, username: auth.username, password: () => auth.password.read() },
  });
  return guarded(erp, (_name, call) => gate.run(() => timed(call, seen)));
}

async function timed<T>(call: () => Promise<T>, seen: Watch['seen']): Promise<T> {
  const begun = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - begun) / 1e9;
  try {
    const answer = await call();
    seen('ok', seconds());
    return answer;
  } catch (error) {
    seen(error instanceof Error && 'code' in error ? String(error.code) : 'defect', seconds());
    throw error;
  }
}
