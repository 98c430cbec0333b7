/**
 * What a person must mend before a document can be mapped: a configuration, an order, or a correction of the case.
 * `where` is a path and never a value, so that it may travel; the message goes to the case and says how to mend it.
 */
export class MappingFault extends Error {
  override readonly name = 'MappingFault';
  readonly code = 'invalid';
  readonly where: string;

  constructor(where: string, message: string) {
    super(message);
    this.where = where;
  }
}
