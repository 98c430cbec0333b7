import { subscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage } from 'node:http';
import { startP21Sandbox } from '../../sandbox/p21/server.ts';
import { startStripeSandbox } from '../../sandbox/stripe/index.ts';
import { stripeAccount } from '../configuration.ts';

/**
 * Stripe and Prophet 21 in a process of their own; nothing ships until it is told to. Arguments: the two ports, and the
 * one on which they tell how many requests came to each.
 */
const [stripePort = 0, erpPort = 0, countsPort = 0] = process.argv.slice(2).map(Number);
const counts = new Map<number, number>();
subscribe('http.server.request.start', (message) => {
  const port = (message as { readonly request: IncomingMessage }).request.socket.localPort ?? 0;
  counts.set(port, (counts.get(port) ?? 0) + 1);
});

const [stripe, erp] = await Promise.all([
  startStripeSandbox({ account: stripeAccount, settlementCurrencies: ['usd'], port: stripePort }),
  startP21Sandbox({ port: erpPort }),
]);
createServer((_request, response) => {
  response.end(JSON.stringify({ stripe: counts.get(stripePort) ?? 0, erp: counts.get(erpPort) ?? 0 }));
}).listen(countsPort, '127.0.0.1');
process.once('SIGTERM', () => void Promise.all([stripe.close(), erp.close()]).then(() => process.exit(0)));
