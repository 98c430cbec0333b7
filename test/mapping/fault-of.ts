import { MappingFault } from '../../src/mapping/fault.ts';

/** What a person would have to mend. */
export function faultOf(act: () => unknown): MappingFault {
  try {
    act();
  } catch (error) {
    if (error instanceof MappingFault) return error;
    throw error;
  }
  throw new Error('Nothing was wrong');
}
