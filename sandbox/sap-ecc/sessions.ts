import { randomBytes } from 'node:crypto';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
import { beginLuw } from './luw.ts';

type Session = { readonly luw: Luw; readonly server: string; lastSeen: number };

/** HTTP sessions of the stateful binding. A session is found by its context id on the server that the other cookie names. */
export function createSessions(erp: Erp, timeoutSeconds: number) {
  const sessions = new Map<string, Session>();
  const end = (id: string): void => {
    sessions.get(id)?.luw.rollback();
    sessions.delete(id);
  };
  const expire = (): void => {
    const limit = erp.clock.now().getTime() - timeoutSeconds * 1_000;
    for (const [id, { lastSeen }] of sessions) if (lastSeen < limit) end(id);
  };
  const open = (user: string) => {
    const id = `SID%3aANON%3asrv_ECC_00%3a${randomBytes(18).toString('base64url')}-ATT`;
    const session = { luw: beginLuw(erp, user), server: '(srv_ECC_00)1', lastSeen: erp.clock.now().getTime() };
    sessions.set(id, session);
    return { id, luw: session.luw, cookies: cookiesOf(id, session.server, erp.client) };
  };

  return {
    open,
    /** Nothing when it has ended, or when the load balancer was not told where it lives. */
    find: (cookies: Cookies): { readonly id: string; readonly luw: Luw } | undefined => {
      expire();
      const id = cookies['sap-contextid'] ?? '';
      const session = sessions.get(id);
      if (!session || cookies['saplb_*'] !== session.server) return undefined;
      session.lastSeen = erp.clock.now().getTime();
      return { id, luw: session.luw };
    },
    /** Drops what was not committed. */
    end,
    count: (): number => sessions.size,
    close: (): void => {
      for (const id of sessions.keys()) end(id);
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;

export type Cookies = Readonly<Record<string, string | undefined>>;
export const cookiesIn = (header: string | undefined): Cookies =>
  Object.fromEntries(
    (header ?? '').split(';').flatMap((pair) => {
      const [name, ...value] = pair.trim().split('=');
      return name ? [[name, value.join('=')]] : [];
    }),
  );

const cookiesOf = (id: string, server: string, client: string): readonly string[] => [
  `sap-contextid=${id}; path=/; HttpOnly`,
  `saplb_*=${server}; path=/`,
  `sap-usercontext=sap-language=EN&sap-client=${client}; path=/`,
];
