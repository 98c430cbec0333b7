import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type VaultKeys = { readonly current: Uint8Array; readonly previous?: readonly Uint8Array[] };
export type Vault = ReturnType<typeof createVault>;

const envelope = { version: 1, idBytes: 4, ivBytes: 12, tagBytes: 16 } as const;
const header = 1 + envelope.idBytes;

/**
 * Keeps personal data unreadable in the database and its backups: AES-256-GCM, with the key's id in the envelope, so
 * that a new key can take over while rows under the old ones still open. `context` (the row's key) is bound in: a
 * sealed value moved to another row doesn't open.
 */
export function createVault({ current, previous = [] }: VaultKeys) {
  const keys = [current, ...previous].map(keyOf);
  const byId = new Map(keys.map((key) => [key.id.toString('hex'), key]));
  const [sealing] = keys;
  const oldest = keys.at(-1);
  if (!sealing || !oldest) throw new Error('A vault needs a key');

  return {
    seal(value: unknown, context: string): Buffer {
      const iv = randomBytes(envelope.ivBytes);
      const head = Buffer.concat([Buffer.of(envelope.version), sealing.id]);
      const cipher = createCipheriv('aes-256-gcm', sealing.seal, iv).setAAD(
        Buffer.concat([head, Buffer.from(context)]),
      );
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
    },

    /** @throws Error when no key opens it, or when it was changed or moved to another row. */
    open(sealed: Uint8Array, context: string): unknown {
      const bytes = Buffer.from(sealed);
      const id = bytes.subarray(1, header).toString('hex');
      const key = byId.get(id);
      if (bytes[0] !== envelope.version || !key) {
        throw new Error(`Sealed with key ${id}, which is not configured: add the old key to the previous ones`);
      }
      const tagAt = header + envelope.ivBytes;
      const bodyAt = tagAt + envelope.tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', key.seal, bytes.subarray(header, tagAt))
        .setAAD(Buffer.concat([bytes.subarray(0, header), Buffer.from(context)]))
        .setAuthTag(bytes.subarray(tagAt, bodyAt));
      const text = Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]).toString('utf8');
      return JSON.parse(text) as unknown;
    },

    /**
     * The same text gives the same 64 hex digits while the oldest key stays configured; without the key nobody can
     * guess the text from them. Dropping the oldest key makes known guests unknown again, so keep it.
     */
    hmac: (text: string): string => createHmac('sha256', oldest.name).update(text).digest('hex'),
  };
}

function keyOf(secret: Uint8Array) {
  if (secret.length !== 32) {
    throw new Error(`A vault key has 32 bytes, this one has ${secret.length}; make one with: openssl rand -base64 32`);
  }
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `quittance ${purpose}`, 32));
  return {
    id: createHash('sha256').update(derived('id')).digest().subarray(0, envelope.idBytes),
    seal: derived('seal'),
    name: derived('name'),
  };
}
