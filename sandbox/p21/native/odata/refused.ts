/** What OData answers instead of rows, in an envelope of its own. */
export class ODataRefusal extends Error {
  override readonly name = 'ODataRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const unreadable = (what: string): ODataRefusal =>
  new ODataRefusal(400, `The query specified in the URI is not valid. ${what}`);

/** Of a table: which columns it has, and of what type. */
export const noSuchColumn = (column: string, table: string): ODataRefusal =>
  new ODataRefusal(400, `Could not find a property named '${column}' on type 'P21.Data.${table}'.`);

const edmTypes = {
  text: 'Edm.String',
  number: 'Edm.Decimal',
  time: 'Edm.DateTimeOffset',
  word: 'Edm.Untyped',
} as const;

export const incompatible = (left: keyof typeof edmTypes, right: keyof typeof edmTypes): ODataRefusal =>
  new ODataRefusal(
    404,
    `A binary operator with incompatible types was detected. Found operand types '${edmTypes[left]}' and '${edmTypes[right]}'.`,
  );
