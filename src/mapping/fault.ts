import { Fault } from '../domain/fault.ts';

/**
 * What a person must mend before a document can be mapped: a configuration, an order, or a correction of the case.
 * The message goes to the case and says how to mend it.
 */
export class MappingFault extends Fault<'invalid'> {
  override readonly name = 'MappingFault';
  declare readonly where: string;

  constructor(where: string, message: string) {
    super('invalid', message, { where });
  }
}
