/** The Entity API, for customers. Numbers of an answer are decimal text. */
export type Entities = {
  /** Gives `CustomerId`. */
  createCustomer(body: object, signal: AbortSignal): Promise<string>;
};
