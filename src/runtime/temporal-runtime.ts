import { DefaultLogger, Runtime, type LogLevel, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from './log.ts';

type Options = {
  readonly log: Logger;
  /** Where the SDK serves its own metrics, `127.0.0.1:9464`; nowhere if left out. */
  readonly metricsAddress?: string | undefined;
};

const levels: Readonly<Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Call once, before any worker exists. Signals are left to the supervisor, which knows what must end first. */
export const installTemporalRuntime = (options: Options): Runtime => Runtime.install(runtimeOptions(options));

export const runtimeOptions = ({ log, metricsAddress }: Options): RuntimeOptions => ({
  shutdownSignals: [],
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[levels[level]]({ ...meta }, message)),
  ...(metricsAddress && { telemetryOptions: { metrics: { prometheus: { bindAddress: metricsAddress } } } }),
});
