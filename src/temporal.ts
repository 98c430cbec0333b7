import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';

/**
 * Clients, workers and replay take their data converter from here alone, so that an encrypting payload codec can be
 * switched on in one place. Today payloads are plain: they hold ids and codes only.
 */
export const dataConverter: DataConverter = {};

type Credential = { read(): string };
/** The part of the configuration that says where Temporal is. */
export type TemporalAccess = {
  readonly address?: string;
  readonly namespace: string;
  readonly apiKey?: Credential;
  readonly tls?: {
    readonly serverName?: string;
    readonly ca?: Credential;
    readonly certificate?: Credential;
    readonly key?: Credential;
  };
};

/**
 * What a connection needs, lazy client or worker's native one alike.
 * @throws Error when there is no address: `up` brings a server of its own, everything else needs one.
 */
export function connectionOptions({ address, apiKey, tls }: TemporalAccess) {
  if (!address)
    throw new Error(
      'There is no temporal.address. Write it into quittance.yaml, for example: address: env:TEMPORAL_ADDRESS',
    );
  const encrypted = tls ?? (apiKey ? {} : undefined);
  return {
    address,
    ...(apiKey && { apiKey: apiKey.read() }),
    ...(encrypted && { tls: tlsOptions(encrypted) }),
  };
}

/** The gRPC library answers nothing for 84 s after an outage unless it is told to try again soon, on channels of its own. */
const reconnectSoon = { 'grpc.max_reconnect_backoff_ms': 2_000, 'grpc.use_local_subchannel_pool': 1 };

/** A client that starts while Temporal is down and connects when it is first used. Bound each call by `withDeadline`. */
export function connectClient(access: TemporalAccess): { readonly client: Client; readonly connection: Connection } {
  const connection = Connection.lazy({ ...connectionOptions(access), channelArgs: reconnectSoon });
  return { connection, client: new Client({ connection, namespace: access.namespace, dataConverter }) };
}

function tlsOptions({ serverName, ca, certificate, key }: NonNullable<TemporalAccess['tls']>) {
  const pem = (credential: Credential) => Buffer.from(credential.read());
  return {
    ...(serverName && { serverNameOverride: serverName }),
    ...(ca && { serverRootCACertificate: pem(ca) }),
    ...(certificate && key && { clientCertPair: { crt: pem(certificate), key: pem(key) } }),
  };
}
