import type { ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, orNothing, readBack } from '../../read-back.ts';
import { createdKeys } from './entities.ts';
import type { Gateway } from './gateway.ts';
import { kinds, type Kind } from './kinds.ts';
import { equals, keyed } from './wire.ts';

export function createPosting({ system, odata, encode }: Gateway): Pick<ErpPort, 'find' | 'read' | 'post'> {
  const { organisation, within } = system;
  const standing = async ({ set, standing, query }: Kind, key: string, signal?: AbortSignal) =>
    odata.get(keyed(set, key), standing, query, signal);

  return {
    async find(kind, reference, call) {
      const { set, standing, query } = kinds[kind];
      const filter = { $filter: equals('Reference', reference), ...query };
      const listed = await odata.list(set, standing, filter, call?.signal);
      // A service that ignores a filter gives everything.
      const ours = listed
        .filter((each) => each.reference === reference)
        .map((each) => each.receipt(organisation))
        .filter((each): each is ErpReceipt => each !== undefined);
      return onlyOne(ours, `documents (${kind}) carry the reference ${reference}`);
    },

    async read(kind, number, call) {
      const key = kinds[kind].key(number);
      if (key === undefined) return undefined;
      return (await orNothing(standing(kinds[kind], key, call?.signal)))?.receipt(organisation);
    },

    async post(document, reference, call) {
      const { kind } = document;
      const signal = within(call);
      const { set, encode: encoded } = kinds[kind];
      const body = encoded(document, reference, await encode(document, reference, signal), organisation);
      const key = await odata.create(set, createdKeys[set], body, signal);
      const what = `${kind} ${key}`;
      return readBack(what, async () => {
        const stands = await standing(kinds[kind], key, signal);
        const receipt = stands.receipt(organisation);
        const where = stands.reference === reference ? stands.differsFrom(document, body) : 'Reference';
        if (where !== undefined || !receipt)
          throw conflict(
            `${what} stands in SAP with another ${where ?? 'type'} than was sent`,
            where ?? 'DocumentType',
          );
        return receipt;
      });
    },
  };
}
