import type { AlertChannel } from './channel.ts';
import { tell, type AlertLog } from './tell.ts';

/** The log as a channel: always there, and told at once by every process that raises an alert. */
export const createLogChannel = (log: AlertLog): AlertChannel => ({
  name: 'log',
  send: async ({ notices }) => {
    for (const { alert } of notices) tell(log, alert);
  },
  probe: async () => 'is always there',
});
