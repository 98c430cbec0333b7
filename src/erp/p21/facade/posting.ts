import type { DocumentKind, ErpDocument, Reference } from '../../../domain/documents.ts';
import type { ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, isTakenBack, onlyOne, orNothing, readBack } from '../../read-back.ts';
import { as, type Gateway } from './gateway.ts';
import type { Standing } from './kind.ts';
import { kinds } from './kinds.ts';
import { all } from './paging.ts';

type Posting = Pick<ErpPort, 'find' | 'read' | 'post'>;

export function createPosting({ client, origin, within }: Gateway): Posting {
  const standing = async (kind: DocumentKind, number: string, signal?: AbortSignal): Promise<Standing> =>
    client.send(kinds[kind].get, as(kinds[kind].standing), { number, signal });

  return {
    async find(kind, reference, call) {
      const { list, standing: schema } = kinds[kind];
      const listed = await all(client, list, schema, { Reference: reference }, call?.signal);
      // A gateway that ignores a filter gives everything.
      const ours = listed.filter((each) => each.reference === reference && !each.madeByErp);
      const one = onlyOne(ours, `documents (${kind}) carry the reference ${reference}`);
      return one && (call?.sent && !isTakenBack(one.receipt) ? compared(one, call.sent, reference) : one.receipt);
    },

    async read(kind, number, call) {
      return (await orNothing(standing(kind, number, call?.signal)))?.receipt;
    },

    async post(document, reference, call) {
      const { create, standing: schema, encode } = kinds[document.kind];
      const body = encode(document, reference, origin);
      const signal = within(call);
      const { receipt } = await client.send(create, as(schema), { body, signal });
      return readBack(`${document.kind} ${receipt.number}`, async () =>
        compared(await standing(document.kind, receipt.number, signal), document, reference),
      );
    },
  };

  /** @throws `conflict` that names the field in which it is not what was sent */
  function compared(stands: Standing, document: ErpDocument, reference: Reference): ErpReceipt {
    const where = differing(stands, document, reference);
    if (where === undefined) return stands.receipt;
    const what = `${document.kind} ${stands.receipt.number}`;
    throw conflict(`${what} stands in Prophet 21 with another ${where} than was sent`, where);
  }

  function differing(stands: Standing, document: ErpDocument, reference: Reference): string | undefined {
    if (stands.reference !== reference) return 'Reference';
    if (stands.company !== origin.company) return 'CompanyId';
    return stands.differsFrom(document);
  }
}
