import { ownEvents, type LoggedEvent, type LogSource } from '../log/own-events';

/** How two logs go together. */
export interface ComparedLogs {
  /** Facts that are the same in both, from the beginning. */
  readonly same: number;
  /** The first fact that is another; null: one log goes on where the other ends, or both end alike. */
  readonly parting: { readonly sequence: number; readonly one: LoggedEvent; readonly other: LoggedEvent } | null;
  /** Facts after that, in each. */
  readonly left: readonly [one: number, other: number];
}

/**
 * Compares two logs fact by fact, in one reading of each and flat memory. Two facts are the same where their ids are: an
 * id follows from stream, revision and content.
 */
export async function compareLogs(one: LogSource, other: LogSource, onProgress: (facts: number) => void = () => undefined): Promise<ComparedLogs> {
  const [left, right] = [ownEvents(one), ownEvents(other)];
  let same = 0;
  for (;;) {
    const [mine, theirs] = await Promise.all([left.next(), right.next()]);
    if (mine.done === true || theirs.done === true || mine.value.event.id !== theirs.value.event.id) {
      const parting = mine.done === true || theirs.done === true ? null : { sequence: same + 1, one: mine.value, other: theirs.value };
      return { same, parting, left: [await countFrom(mine, left), await countFrom(theirs, right)] };
    }
    same += 1;
    onProgress(same);
  }
}

async function countFrom(next: IteratorResult<LoggedEvent>, rest: AsyncGenerator<LoggedEvent>): Promise<number> {
  if (next.done === true) return 0;
  let count = 1;
  for await (const _logged of rest) count += 1;
  return count;
}
