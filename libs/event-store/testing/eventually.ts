import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Longest wait for an answer that fits, milliseconds. */
const patienceMs = 15_000;

/**
 * Asks until the answer fits, with a turn of the event loop in between: for what may show a moment after it was
 * acknowledged.
 *
 * @param what is waited for, to be read where it does not come.
 */
export async function eventually<Answer>(ask: () => Answer | Promise<Answer>, fits: (answer: Answer) => boolean, what = 'an answer that fits'): Promise<Answer> {
  const patience = AbortSignal.timeout(patienceMs);
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (patience.aborted) throw new Error(`waited for ${what} in vain; the last answer was ${inspect(answer, { depth: 4 })}`);
    await nextTurn();
  }
}
