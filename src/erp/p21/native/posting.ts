import type { ErpPort } from '../../port.ts';
import { conflict, onlyOne } from '../../read-back.ts';
import { kinds } from './kinds.ts';
import type { Native } from './native.ts';

export const createPosting = (native: Native): Pick<ErpPort, 'find' | 'read' | 'post'> => ({
  /** No field is unique in Prophet 21: two of them are for a person to decide. */
  async find(kind, reference, call) {
    const numbers = await kinds[kind].numbers(native, reference, call?.signal);
    const number = onlyOne([...new Set(numbers)], `documents (${kind}) carry the reference ${reference}`);
    if (number === undefined) return undefined;
    const receipt = call?.sent
      ? await kinds[kind].recognised(native, { number, document: call.sent, reference }, native.within(call))
      : await kinds[kind].read(native, number, call?.signal);
    // Whatever carries our reference stands: nobody may post it again because a part of it can't be read.
    if (!receipt) throw conflict(`${kind} ${number} carries our reference and can't be read whole`, 'Reference');
    return receipt;
  },

  read: async (kind, number, call) => kinds[kind].read(native, number, call?.signal),

  post: async (document, reference, call) =>
    kinds[document.kind].post(native, document, reference, native.within(call)),
});
