/** What the effect of a requested refund hangs on: what Stripe makes of it is posted under the root of its sale. */
export const refundRoot = (request: string): string => `refund-request/${request}`;
