import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { stopwatch } from '../stopwatch.adapter';

/** Longest wait for an answer that fits, milliseconds. */
const patience = 15_000;

/** Asks until the answer fits, with a turn of the event loop in between. */
export async function eventually<Answer>(ask: () => Answer | Promise<Answer>, fits: (answer: Answer) => boolean): Promise<Answer> {
  for (const begun = stopwatch(); ; ) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (stopwatch() - begun > patience) throw new Error(`waited in vain; the last answer was ${inspect(answer, { depth: 4 })}`);
    await nextTurn();
  }
}
