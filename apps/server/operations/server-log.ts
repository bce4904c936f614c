import { pino, type Logger } from 'pino';
import type { ServerOptions } from '../server-options';

/** The provider token of the server's log. */
export const SERVER_LOG = Symbol('server log');

/** One JSON object per line; whatever looks like a secret is cut even if somebody logs it by mistake. */
export function serverLog(options: ServerOptions): Logger {
  const settings = {
    level: options.logLevel ?? 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['authorization', '*.authorization', 'headers', 'body', 'query', 'params', 'key', 'secret'], remove: true },
  };
  return options.logTo === undefined ? pino(settings) : pino(settings, options.logTo);
}
