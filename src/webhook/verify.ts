import { createHmac, timingSafeEqual } from 'node:crypto';

/** Stripe signs at sending; an older signature may be a replay. */
const toleranceSeconds = 300;
/** Clocks differ; a signature from further ahead was prepared for later use. The `stripe` package would accept it. */
const aheadSeconds = 300;

export type Verdict = 'genuine' | 'unsigned' | 'stale' | 'from the future' | 'forged';
type Signed = {
  /** The bytes as they came: parsed and printed again they would differ. */
  readonly body: Buffer;
  readonly header: string | undefined;
  /** All active ones: while a secret is rolled, both count. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
};

/** Whether one of the secrets signed these bytes just now. */
export function verify({ body, header, secrets, nowMs }: Signed): Verdict {
  const { time, signatures } = parseHeader(header);
  if (time === undefined || signatures.length === 0) return 'unsigned';
  if (!secrets.some((secret) => isSignedBy(secret, time, body, signatures))) return 'forged';
  const age = Math.floor(nowMs / 1_000) - Number(time);
  if (age > toleranceSeconds) return 'stale';
  return age < -aheadSeconds ? 'from the future' : 'genuine';
}

const isSignedBy = (secret: string, time: string, body: Buffer, signatures: readonly Buffer[]): boolean => {
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  return signatures.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
};

/** `t=1700000000,v1=<hex>,v1=<hex>`; other schemes (`v0` of test mode) prove nothing. */
function parseHeader(header = ''): { readonly time: string | undefined; readonly signatures: readonly Buffer[] } {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string) => parts.filter(([key]) => key === name).map(([, value]) => value ?? '');
  const time = valuesOf('t').find((value) => /^\d{1,12}$/.test(value));
  const signatures = valuesOf('v1').filter((value) => /^[0-9a-f]{64}$/.test(value));
  return { time, signatures: signatures.slice(0, 10).map((value) => Buffer.from(value, 'hex')) };
}
