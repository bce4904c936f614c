import { ownEvents, type LogSource } from '../log/own-events';
import type { Check } from './check';
import { EnvelopeCheck } from './envelope-check';
import { MoneyCheck } from './money-check';
import { RegisterCheck } from './register-check';

/** Checks everything that can be told from the log alone, in one pass over it. */
export async function checkLog(source: LogSource, onProgress: (sequence: number) => void = () => undefined): Promise<readonly Check[]> {
  const checks = [new EnvelopeCheck(source.codec), new RegisterCheck(), new MoneyCheck()];
  for await (const logged of ownEvents(source)) {
    for (const check of checks) {
      check.see(logged);
    }
    if (logged.sequence % 1000 === 0) {
      onProgress(logged.sequence);
    }
  }
  return checks.flatMap((check) => check.results());
}
