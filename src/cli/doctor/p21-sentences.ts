import type { P21NativeConfig } from '../../config.ts';
import type { Unfit, Unreadable } from '../../erp/p21/native/probe.ts';
import type { Resolved } from '../../erp/p21/native/resolving.ts';
import type { Role } from '../../erp/p21/native/site.ts';

/** What people call what a service takes. */
export const roleNames: Readonly<Record<Unfit['role'], string>> = {
  'cash-receipt': 'cash receipts',
  'customer-refund': 'customer refunds',
  'credit-memo': 'credit memos',
  application: 'applications',
  'sales-order': 'orders',
  reversal: 'reversals',
};

/** Of one company on the native dialect: its key, and how it is reached. */
export type Place = { readonly key: string; readonly erp: P21NativeConfig };
type Told = { readonly text: string; readonly mend: string };
type Without = Extract<Resolved, { readonly found: 'nowhere' | 'forbidden' }>;

/**
 * Why a site takes nothing of a role.
 * @param services how many it has
 */
export function why(resolved: Without, services: number): string {
  if (resolved.found === 'forbidden') return `${resolved.service} is there, but may not be opened`;
  const { best } = resolved;
  const closest = best ? `; ${best.service} comes closest, but lacks ${best.lacks.join(', ')}` : '';
  return `none of this site's ${services} services takes them${closest}`;
}

/** Who asks, as Prophet 21's administrator knows him. */
const who = ({ auth }: P21NativeConfig): string =>
  auth.kind === 'user_token' || auth.username ? `user ${auth.username}` : 'the consumer key';
const scope = ({ auth }: P21NativeConfig, wanted: string): string =>
  auth.kind === 'client_credentials' ? `, and the consumer key the scope ${wanted}` : '';

export const tablePermission = (erp: P21NativeConfig, table: string): string =>
  erp.auth.kind === 'client_credentials' && !erp.auth.username
    ? `Add table ${table} to the scope of the consumer key: /odata:${table},…`
    : `Prophet 21: give ${who(erp)} Dataservice permission for table ${table}, and “Allow OData API Service”${scope(erp, `/odata:${table},…`)}`;

const windowPermission = (erp: P21NativeConfig, service: string): string =>
  `Prophet 21: let ${who(erp)} open the window of ${service}${scope(erp, '/uiserver0')}; or ask for a licence of its module`;

/** A table of which something can't be read. */
export function tableSentence({ table, code, why: said }: Unreadable, { erp }: Place): Told {
  if (code === 'unauthorized') return { text: `table ${table} may not be read`, mend: tablePermission(erp, table) };
  const column = /property named '(\w+)'/.exec(said)?.[1];
  const text = column ? `table ${table} has no column ${column}` : `table ${table} can't be read: ${said}`;
  const { file } = erp.site;
  if (!table.endsWith('_ud'))
    return {
      text,
      mend: `See that the data service offers ${table}${column ? ` with ${column}` : ''}: src/erp/p21/native/README.md, tables`,
    };
  const field = table === 'customer_ud' ? 'customer_column' : 'payment_columns';
  return {
    text,
    mend: `Create the user-defined column${column ? ` ${column}` : 's'} in Prophet 21, or change ${field} in ${file}`,
  };
}

/** A service that does not take what the site's file says, and no other was found in its place. */
export function unfitSentence(unfit: Unfit, { erp }: Place): Told {
  const { service } = unfit;
  if (unfit.problem === 'forbidden')
    return { text: `${service} is there, but may not be opened`, mend: windowPermission(erp, service) };
  if (unfit.problem === 'not there')
    return {
      text: `this site has no service ${service}`,
      mend: `Ask whoever runs Prophet 21 to deploy ${service} for the Transaction API, and a licence of its module`,
    };
  const userDefined = unfit.lacks.filter((field) => field.startsWith('ufc_'));
  const text = `${service} lacks ${unfit.lacks.join(', ')}`;
  if (userDefined.length === unfit.lacks.length)
    return {
      text,
      mend: `Put the user-defined columns on the window of ${service}, or change payment_columns in ${erp.site.file}`,
    };
  if (unfit.lacks.includes('web_reference_no')) return { text, mend: `Set order_reference: po_no in ${erp.site.file}` };
  return { text, mend: `Put these fields on the window of ${service}, for the user who logs in` };
}

/** A role whose service does not take what the site's file says, once the site was asked for all that it has. */
export function roleSentence(unfit: Unfit, resolved: Resolved, services: number, place: Place): Told {
  const { key, erp } = place;
  if ('way' in resolved) {
    const mend = `Run quittance erp services --company ${key} --write`;
    if (resolved.way.service !== unfit.service)
      return { text: `the service is called ${resolved.way.service} here, not ${unfit.service}`, mend };
    return { text: `${unfitSentence(unfit, place).text}, which are called otherwise here`, mend };
  }
  if (resolved.found === 'forbidden')
    return { text: why(resolved, services), mend: windowPermission(erp, resolved.service) };
  return { text: why(resolved, services), mend: instead(resolved.role, place) };
}

const instead = (role: Role, { erp }: Place): string => {
  const field = `services.${role.replaceAll('-', '_')}.by`;
  const other =
    role === 'cash-receipt' || role === 'customer-refund'
      ? `set ${field}: import in ${erp.site.file} and let the scheduled import bring them`
      : `set ${field}: none in ${erp.site.file}: they are then made by hand`;
  return `Ask whoever runs Prophet 21 for a service of the Transaction API that takes them (src/erp/p21/native/README.md names its fields), or ${other}`;
};
