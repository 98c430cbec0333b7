import type { ActivityOptions } from '@temporalio/workflow';

/**
 * For how long a flow tries before it asks a person. A failure says itself when it is tried again (`toFailure`); the
 * server's own pauses come after a time-out alone, where the worker was killed, and the next one may well live.
 */
export const patient = {
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
} as const satisfies ActivityOptions;
