import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { RefundRequest } from '../../domain/request-refund/request.ts';
import { mainQueue, refundRequestId } from '../../workflows/messages.ts';
import { Company, NeedsRepair, Stage, StripeId } from '../../workflows/search-attributes.ts';

/** Asks for a refund; asked again under the same name it changes nothing, whatever else it then says. */
export async function startRefundRequest(client: Client, request: RefundRequest): Promise<'new' | 'known'> {
  const { company, payment } = request;
  try {
    await client.workflow.start('requestRefund', {
      workflowId: refundRequestId(request),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      taskQueue: mainQueue,
      args: [request],
      staticSummary: `${company}: refund of ${payment}`,
      typedSearchAttributes: [
        { key: Company, value: company },
        { key: StripeId, value: payment },
        { key: Stage, value: 'working' },
        { key: NeedsRepair, value: false },
      ],
    });
    return 'new';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'known';
    throw error;
  }
}
