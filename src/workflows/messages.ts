import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** Flows by the name that Temporal shows; each is keyed by its business object. */
export type FlowName = 'orderToCash' | 'settleRefund' | 'trackDispute' | 'reviewFraud' | 'syncCustomer' | 'syncItem';
/** The business object that news is about: one flow runs for it at a time. */
export type Subject = { readonly company: string; readonly subject: string };
export type Nudge = Subject & { readonly flow: FlowName };
/** `unreadable` is the path of the field that could not be read: such an event waits for a person under its own id. */
export type ReceivedEvent = Nudge & { readonly eventId: string; readonly type: string; readonly unreadable?: string };

const flowPrefix: Readonly<Record<FlowName, string>> = {
  orderToCash: 'order-to-cash',
  settleRefund: 'settle-refund',
  trackDispute: 'track-dispute',
  reviewFraud: 'review-fraud',
  syncCustomer: 'sync-customer',
  syncItem: 'sync-item',
};
export const isFlow = (name: string): name is FlowName => Object.hasOwn(flowPrefix, name);
export const flowId = ({ flow, company, subject }: Nudge): string => `${flowPrefix[flow]}/${company}/${subject}`;
/** Whose flow an id is of; nothing for ids of other workflows. */
export function nudgeOf(id: string): Nudge | undefined {
  const [prefix, company = '', ...subject] = id.split('/');
  const flow = (Object.keys(flowPrefix) as FlowName[]).find((name) => flowPrefix[name] === prefix);
  return flow && subject.length > 0 ? { flow, company, subject: subject.join('/') } : undefined;
}
export const eventWorkflowId = ({ company, eventId }: { readonly company: string; readonly eventId: string }): string =>
  `event/${company}/${eventId}`;

export const refundRequestId = ({ company, request }: { readonly company: string; readonly request: string }): string =>
  `refund-request/${company}/${request}`;

export type Stage = 'working' | 'waiting' | 'parked' | 'settled' | 'compensated';
/** Two owners, never one heap; a defect is a bug of ours that an activity met ten times. */
export type RepairKind = 'business' | 'connection' | 'defect';
export type Progress = {
  readonly stage: Stage;
  readonly caseId?: string;
  readonly kind?: RepairKind;
  readonly code?: string;
  /** What was done so far, in plain words without anybody's data. */
  readonly story: readonly string[];
};

/** What a person decided about one case. A patch is stored first and never travels: a history holds no personal data. */
export type Repair = {
  readonly caseId: string;
  readonly action: 'retry' | 'patch' | 'skip' | 'compensate';
  readonly by: string;
  readonly reason: string;
  /** With `skip`: the number of the document that the person made in the ERP. */
  readonly number?: string;
  /** With `skip`: the number is not looked up, because the ERP can't be asked for documents of its kind. */
  readonly unchecked?: true;
  /** What the case was about when it was looked at: once it is about something else, the decision is refused. */
  readonly about?: { readonly code: string; readonly step?: string };
  /** The newest profile maps the sale from now on, not the version that it began with. */
  readonly profile?: 'newest';
};

/** What somebody else than the requester says of a refund. */
export type Approval = { readonly approved: boolean; readonly by: string; readonly reason: string };

export const nudge = defineSignal<[eventId: string]>('nudge');
export const progress = defineQuery<Progress>('progress');
/** One case, with an answer. */
export const repair = defineUpdate<Progress, [Repair]>('repair');
export const approve = defineUpdate<string, [Approval]>('approve');
/** Many cases at once, by a batch that selects on stale visibility: so it may only try again, which is always safe. */
export const retryMany = defineSignal<[by: string, reason: string]>('retry');

/** The queue of workflows, Stripe and database work; each ERP connection has one of its own. */
export const mainQueue = 'quittance';
export const erpQueue = (connection: string): string => `erp/${connection}`;
