import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectClient } from '../../../src/temporal.ts';
import { erpQueue, mainQueue } from '../../../src/workflows/messages.ts';
import { connection, erpSlots } from '../../configuration.ts';
import { floorActivities } from './activities.ts';

/** A worker as the product's: the same queues, slots and cache, in a process of its own. Arguments: address, namespace, port. */
const [address = '', namespace = '', port = ''] = process.argv.slice(2);
Runtime.install({ shutdownSignals: [] });
const native = await NativeConnection.connect({ address });
const temporal = connectClient({ address, namespace });
const shared = { connection: native, namespace, activities: floorActivities(temporal.client) };
const workers = await Promise.all([
  Worker.create({
    ...shared,
    taskQueue: mainQueue,
    workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
    maxCachedWorkflows: 500,
  }),
  Worker.create({
    ...shared,
    taskQueue: erpQueue(connection),
    maxConcurrentActivityTaskExecutions: erpSlots,
    maxConcurrentActivityTaskPolls: 5,
  }),
]);
const running = Promise.all(workers.map((worker) => worker.run()));
const ready = createServer((_request, response) => void response.end('ready')).listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => workers.forEach((worker) => worker.shutdown()));
await running;
ready.close();
await temporal.connection.close();
await native.close();
