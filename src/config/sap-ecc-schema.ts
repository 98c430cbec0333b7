import { z } from 'zod';
import { common } from './erp-common.ts';
import { section } from './section.ts';
import { code, glAccount, secret, setting, text, timeZone, url, type Sources } from './values.ts';

const ways = ['soap-stateful', 'soap-wrapper', 'idoc', 'odata'] as const;
const changing = ['soap-stateful', 'soap-wrapper', 'odata'] as const;
const way = z.enum(ways).optional();

/** SAP ECC: where in its organisation everything is posted, under which customised names, and by which interfaces. */
export const sapEcc = ({ env, secretOf }: Pick<Sources, 'env' | 'secretOf'>) =>
  section({
    adapter: z.literal('sap-ecc'),
    base_url: setting(env, url),
    client: z.string().regex(/^\d{3}$/, 'is not a client of three digits'),
    company_code: code(4),
    sales_organisation: code(4),
    distribution_channel: code(2),
    division: code(2),
    plant: code(4),
    controlling_area: code(4),
    chart_of_accounts: code(4),
    reference_customer: code(10),
    unknown_address: section({ city: text, country: code(2) }).optional(),
    revenue_account: glAccount,
    order_type: code(4).default('OR'),
    hold_block: code(2),
    rejection: code(2),
    customer_block: code(2).default('01'),
    conditions: section({ price: code(4).default('PR00'), discount: code(4).default('RB00') }).prefault({}),
    document_types: section({
      invoice: code(2).default('DR'),
      receipt: code(2).default('DZ'),
      credit_memo: code(2).default('DG'),
      journal: code(2).default('SA'),
    }).prefault({}),
    taxes: z.record(code(2), section({ classification: code(1), account: glAccount.optional() })),
    deposits: z.enum(['on_account', 'special_gl']).default('on_account'),
    invoices: z.enum(['fi', 'billing']).default('fi'),
    time_zone: timeZone,
    language: code(2).default('EN'),
    interfaces: section({
      default: z.enum(ways).default('soap-wrapper'),
      customer: way,
      sales_order: way,
      invoice: way,
      credit_memo: way,
      cash_receipt: way,
      customer_refund: way,
      journal_entry: way,
      changes: z.enum(changing).optional(),
    }).prefault({}),
    paths: section({
      rfc: text.optional(),
      stateful: text.optional(),
      idoc: text.optional(),
      odata: text.optional(),
    }).prefault({}),
    soap_action: text.optional(),
    idoc: section({
      sender_port: code(10),
      sender: code(10),
      receiver_port: code(10),
      receiver: code(10),
      account_group: code(4),
      reconciliation_account: glAccount,
    }).optional(),
    auth: z.discriminatedUnion('kind', [
      section({ kind: z.literal('basic'), username: text, password: secret(secretOf) }),
      section({
        kind: z.literal('x509'),
        username: text,
        certificate: secret(secretOf),
        key: secret(secretOf),
        ca: secret(secretOf).optional(),
      }),
    ]),
    ...common(),
  });
