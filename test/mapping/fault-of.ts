import { MappingFault } from '../../src/mapping/fault.ts';

/** What a person would have to mend. */
export function faultOf(act: () => unknown): MappingFault {
  try {
    act();
  } catch (error) {
    return asFault(error);
  }
  throw new Error('Nothing was wrong');
}

export async function faultIn(work: Promise<unknown>): Promise<MappingFault> {
  const outcome = await work.then(
    () => new Error('Nothing was wrong'),
    (error: unknown) => error,
  );
  return asFault(outcome);
}

function asFault(error: unknown): MappingFault {
  if (error instanceof MappingFault) return error;
  throw error;
}
