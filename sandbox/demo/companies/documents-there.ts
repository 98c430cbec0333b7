import { z } from 'zod';
import { insist } from './insist.ts';

const numbered = z.array(z.object({ number: z.string() }));
const documents = z.object({
  salesOrders: numbered,
  creditMemos: numbered,
  invoices: z.array(z.object({ number: z.string(), customer: z.string(), orderNo: z.string().nullish() })),
});

/** Looked up on the screen. @throws Error when the order has none */
export const invoiceOf = (url: string, order: string) =>
  insist(async () => {
    const { invoices } = await documentsAt(url);
    const invoice = invoices.find(({ orderNo }) => orderNo === order);
    if (!invoice) throw new Error(`Order ${order} has not been invoiced`);
    return invoice;
  });

/** Makes a document, and looks on the screen whether it is there: a commit may say yes and save nothing. @returns its number */
export const insistOnSaved = (
  url: string,
  kind: 'salesOrders' | 'creditMemos',
  make: () => Promise<string>,
): Promise<string> =>
  insist(async () => {
    const made = await make();
    if ((await documentsAt(url))[kind].some(({ number }) => number === made)) return made;
    throw new Error(`${made} was not saved`);
  });

async function documentsAt(url: string) {
  const reply = await fetch(`${url}/_sandbox/documents`);
  return documents.parse(await reply.json());
}
