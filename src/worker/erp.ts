import type { ErpConfig } from '../config.ts';
import { sapAbilities, type Abilities } from '../erp/capabilities.ts';
import { adapters } from '../erp/index.ts';
import { guarded } from '../erp/guarded.ts';
import type { ErpPort } from '../erp/port.ts';
import { openP21, p21Abilities } from './p21.ts';
import { sapEccOptions, sapInterfaces } from './sap-ecc.ts';
import type { Gate } from '../store/gate.ts';

type Of<A extends ErpConfig['adapter']> = Extract<ErpConfig, { readonly adapter: A }>;
type Watch = { readonly gate: Pick<Gate, 'run'>; readonly seen: (outcome: string, seconds: number) => void };

/** How the fields of quittance.yaml become an adapter's options. */
const opening: { readonly [A in ErpConfig['adapter']]: (erp: Of<A>) => ErpPort } = {
  p21: openP21,
  'sap-ecc': (erp) => adapters['sap-ecc'](sapEccOptions(erp)),
};

/** The adapter that a company names, behind the breaker, the cap and the rate that all workers share. */
export function openErp(erp: ErpConfig, { gate, seen }: Watch): ErpPort {
  const open = opening[erp.adapter] as (erp: ErpConfig) => ErpPort;
  return guarded(open(erp), (_name, call) => gate.run(() => timed(call, seen)));
}

/** What can be done at it, as it is configured. */
export const abilitiesOf = (erp: ErpConfig): Abilities =>
  erp.adapter === 'p21' ? p21Abilities(erp) : sapAbilities(sapInterfaces(erp.interfaces));

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
