type Exception = 'TABLE_NOT_AVAILABLE' | 'FIELD_NOT_VALID' | 'OPTION_NOT_VALID' | 'DATA_BUFFER_EXCEEDED';

/** One of the exceptions of RFC_READ_TABLE, which reach the caller as faults. */
export class ReadTableError extends Error {
  override readonly name = 'ReadTableError';
  readonly exception: Exception;

  constructor(exception: Exception, detail: string) {
    super(`${exception}: ${detail}`);
    this.exception = exception;
  }
}
