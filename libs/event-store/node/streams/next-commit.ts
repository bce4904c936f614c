import type { Wakeups } from '../../embedded/wakeups';
import { CallEnded } from '../calls/outgoing';

/** Waits until the log has grown. @throws CallEnded when the call ends meanwhile: a wake-up alone would not say so. */
export async function nextCommit(wakeups: Wakeups, signal: AbortSignal): Promise<void> {
  await wakeups.next(signal);
  if (signal.aborted) throw new CallEnded();
}
