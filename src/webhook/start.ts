import { WorkflowExecutionAlreadyStartedError, type Client, type Connection } from '@temporalio/client';
import { eventWorkflowId, mainQueue, type ReceivedEvent } from '../workflows/messages.ts';
import { Company, StripeId } from '../workflows/search-attributes.ts';

/** `unavailable`: slow, down or overloaded, so that Stripe redelivers; `refused`: asked wrongly, so somebody must look. */
export type Started = 'accepted' | 'duplicate' | 'unavailable' | 'refused';
export type Start = (event: ReceivedEvent) => Promise<Started>;

/** Stripe waits longer, but a caller that is kept waiting piles up. */
const deadlineMs = 3_000;
/** gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE. */
const passing: readonly unknown[] = [4, 8, 10, 14];

/** One workflow per event, for ever; one that failed or was terminated may be delivered again. Never waits for a result. */
export const startsAt =
  ({ client, connection }: { readonly client: Client; readonly connection: Connection }): Start =>
  async (event) => {
    try {
      await connection.withDeadline(Date.now() + deadlineMs, () =>
        client.workflow.start('receiveEvent', optionsFor(event)),
      );
      return 'accepted';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'duplicate';
      return passing.includes(grpcCode(error)) ? 'unavailable' : 'refused';
    }
  };

const optionsFor = (event: ReceivedEvent) => ({
  workflowId: eventWorkflowId(event),
  workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' as const,
  workflowIdConflictPolicy: 'FAIL' as const,
  taskQueue: mainQueue,
  args: [event],
  staticSummary: event.type,
  typedSearchAttributes: [
    { key: Company, value: event.company },
    ...(event.subject ? [{ key: StripeId, value: event.subject }] : []),
  ],
});

/** The client wraps the library's error: the code stands in the cause. */
const grpcCode = (error: unknown): unknown => {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
};
