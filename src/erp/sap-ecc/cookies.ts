import type { IncomingHttpHeaders } from 'undici/types/header.js';

/** What one session is known by. All cookies go back, whatever they are called: SAP adds to them by release. */
export type Cookies = {
  take(headers: IncomingHttpHeaders): void;
  readonly header: { readonly cookie?: string };
  /** The cookie that names the ABAP session; without one, the path keeps none. */
  readonly session: string | undefined;
};

const sessionName = 'sap-contextid';

/** Paths and domains are not looked at: these cookies go to the one host that they came from. */
export function createCookies(): Cookies {
  const held = new Map<string, string>();
  return {
    take(headers) {
      for (const line of [headers['set-cookie'] ?? []].flat()) {
        const [pair = '', ...attributes] = line.split(';');
        const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
        if (name === '') continue;
        if (value === '' || attributes.some(endsNow)) held.delete(name);
        else held.set(name, value);
      }
    },
    get header() {
      return held.size === 0 ? {} : { cookie: [...held].map(([name, value]) => `${name}=${value}`).join('; ') };
    },
    get session() {
      return held.get(sessionName);
    },
  };
}

function endsNow(attribute: string): boolean {
  const [, name = '', value = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(attribute) ?? [];
  if (name.toLowerCase() === 'max-age') return !/^[1-9]\d*$/.test(value);
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
}
