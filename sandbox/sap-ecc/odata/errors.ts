type Detail = { readonly code: string; readonly message: string; readonly severity: string };

/** What the gateway answers instead of doing what it was asked. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly status: number;
  /** `class/number` of the message that says why. */
  readonly code: string;
  readonly details: readonly Detail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    { details = [], headers = {} }: { details?: readonly Detail[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

export const badRequest = (message: string): ODataError => new ODataError(400, '/IWBEP/CM_MGW_RT/021', message);
export const notFound = (what: string): ODataError =>
  new ODataError(404, '/IWBEP/CM_MGW_RT/020', `Resource not found for segment '${what}'`);

export const errorBody = ({ code, message, details }: ODataError) => ({
  error: { code, message: { lang: 'en', value: message }, innererror: { errordetails: details } },
});
