import type { Worker } from 'node:worker_threads';

/** Resolves when the thread has ended by itself in order; rejects, saying why, when it has died. */
export function endOf(thread: Worker): Promise<void> {
  return new Promise((done, died) => {
    let fault: Error | null = null;
    thread.on('error', (error) => (fault = error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', (code) => {
      if (fault === null && code === 0) done();
      else died(new Error(`the node's thread has died (exit ${code}): ${fault?.message ?? 'no reason given'}`, { cause: fault }));
    });
  });
}
