import { z } from 'zod';
import { alertKinds } from '../domain/alert.ts';
import { amounts } from './amounts.ts';
import type { Mismatch } from './mismatch.ts';
import { section } from './section.ts';
import { companyKey, secret, text, timeZone, whole, type Sources } from './values.ts';

const channelName = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'is not the name of a channel: only small letters, digits and "-", at most 40');
const address = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'is not an e-mail address');
const addresses = z.array(address).min(1, 'names nobody');
const digestTime = "must be a time as '08:00', or from 5 to 1440 minutes";
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, digestTime);

/** Who hears of what, and how. */
export const alertsSchema = ({ secretOf }: Sources) =>
  section({
    webhook_url: secret(secretOf).optional(),
    email: section({
      smtp_url: secret(secretOf),
      from: address,
      to: addresses,
      tls: z.enum(['required', 'if_offered']).default('required'),
      ca: secret(secretOf).optional(),
    }).optional(),
    channels: z
      .record(
        channelName,
        section({ webhook_url: secret(secretOf).optional(), to: addresses.optional() }).refine(
          ({ webhookUrl, to }) => (webhookUrl === undefined) !== (to === undefined),
          'needs either webhook_url or to, and not both',
        ),
      )
      .default({}),
    rules: z.array(rule).default([]),
    dedupe_minutes: whole(1, 10_080).default(60),
    digest: z.union([clock, whole(5, 1_440)], digestTime).default('08:00'),
    time_zone: timeZone.default('UTC'),
    quiet_hours: whole(1, 720).default(24),
  });

const rule = section({
  kinds: z.array(z.enum(alertKinds)).min(1, 'names no kind').optional(),
  codes: z.array(text).min(1, 'names no code').optional(),
  companies: z.array(companyKey).min(1, 'names no company').optional(),
  min_amount: amounts.optional(),
  channels: z.array(channelName),
  digest: z.boolean().default(false),
});

type AlertSettings = z.output<ReturnType<typeof alertsSchema>>;
type Known = { readonly alerts: AlertSettings; readonly companies: Readonly<Record<string, unknown>> };

/** Ways to people by name. */
export const alertChannelNames = ({ webhookUrl, email, channels }: AlertSettings): readonly string[] => [
  ...(webhookUrl ? ['webhook'] : []),
  ...(email ? ['email'] : []),
  ...Object.keys(channels),
];

export function alertMismatches({ alerts, companies }: Known): readonly Mismatch[] {
  const names = alertChannelNames(alerts);
  return [
    ...Object.entries(alerts.channels).flatMap(([name, { to }]) => [
      ...(to && !alerts.email
        ? [{ path: ['alerts', 'channels', name, 'to'], what: 'needs alerts.email, whose server sends it' }]
        : []),
      ...(reserved.includes(name)
        ? [{ path: ['alerts', 'channels', name], what: 'has a name that stands for another channel already' }]
        : []),
    ]),
    ...alerts.rules.flatMap((one, at) => [
      ...one.channels.flatMap((name, index) =>
        names.includes(name)
          ? []
          : [{ path: ['alerts', 'rules', at, 'channels', index], what: `names no channel; there is ${shown(names)}` }],
      ),
      ...(one.companies ?? []).flatMap((key, index) =>
        key in companies ? [] : [{ path: ['alerts', 'rules', at, 'companies', index], what: 'names no company' }],
      ),
    ]),
  ];
}

const reserved: readonly string[] = ['log', 'webhook', 'email'];
const shown = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none yet');
