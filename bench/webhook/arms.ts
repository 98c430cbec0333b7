import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { freePorts } from '../../sandbox/demo/ports.ts';
import type { Config } from '../../src/config.ts';
import { connectClient } from '../../src/temporal.ts';
import { mainQueue } from '../../src/workflows/messages.ts';
import { Company, StripeId } from '../../src/workflows/search-attributes.ts';
import { startChild, type Child } from '../child.ts';
import { company, configure, environment } from '../configuration.ts';
import { signedEvent, webhookPath } from '../event.ts';
import type { Place } from '../place.ts';

/** Gets ready for `total` of its work, so that only the work itself is measured. */
export type Arm = (round: string, total: number) => (index: number) => Promise<boolean>;
export type Arms = { readonly webhook: Arm; readonly floor: Arm; readonly child: Child };

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** `quittance webhook` in a process of its own, and this process's bare client, both at the same server. */
export async function startArms({ dir, temporal, ends }: Place, atMost: number): Promise<Arms> {
  const [port = 0] = await freePorts(1);
  const path = join(dir, 'quittance.yaml');
  const config = configure(path, { temporal: temporal.address, webhookPort: port });
  const base = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'webhook',
    args: [cli, 'webhook', '--config', path],
    env: environment(),
    logFile: join(dir, 'webhook.log'),
    readyUrl: `${base}/readyz`,
  });
  ends(() => child.stop());
  const pool = new Pool(base, { connections: atMost, pipelining: 1 });
  ends(() => pool.close());
  return { child, webhook: deliveries(pool), floor: bareStarts(config, ends) };
}

const deliveries =
  (pool: Pool): Arm =>
  (round, total) => {
    const events = Array.from({ length: total }, (_, index) =>
      signedEvent(`evt_${round}x${index}`, 'payment_intent.succeeded', `pi_${round}x${index}`),
    );
    return async (index) => {
      const event = events[index];
      const { statusCode, body } = await pool.request({
        path: webhookPath,
        method: 'POST',
        ...(event && { headers: event.headers, body: event.body }),
      });
      await body.dump();
      return statusCode === 200;
    };
  };

/** The least that an acknowledgement can cost: the same client, policies, deadline and attributes, and nothing else. */
function bareStarts(config: Config, ends: Place['ends']): Arm {
  const { client, connection } = connectClient(config.temporal);
  ends(() => connection.close());
  return (round) => async (index) => {
    const started = connection.withDeadline(Date.now() + 3_000, () =>
      client.workflow.start('empty', {
        workflowId: `floor/${company}/${round}x${index}`,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: mainQueue,
        typedSearchAttributes: [
          { key: Company, value: company },
          { key: StripeId, value: `pi_${round}x${index}` },
        ],
      }),
    );
    return started.then(
      () => true,
      () => false,
    );
  };
}
