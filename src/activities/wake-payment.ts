import type { Subject } from '../workflows/messages.ts';
import type { NudgeFlow } from './events.ts';
import type { Done } from './outcomes.ts';

/** What became of a refund or a dispute changes what the payment's deposits hold, and what its order shows. */
export const createWakeActivities = ({ nudgeFlow }: { readonly nudgeFlow: NudgeFlow }) => ({
  async wakePayment({
    company,
    subject,
    step,
  }: Subject & { readonly step: { readonly payment: string } }): Promise<Done> {
    const news = { company, subject: step.payment, eventId: `back/${subject}`, type: 'money that went back' };
    await nudgeFlow({ flow: 'orderToCash', ...news });
    return { told: 'the flow of the payment woken' };
  },
});
export type WakeActivities = ReturnType<typeof createWakeActivities>;
