import type { EventStore, Position } from '#event-store';
import { isOwnStreamName } from '#ledger';
import { CliFailure } from '../cli-failure';
import type { LogSource } from '../log/own-events';
import { AppendWindows, type WindowSize } from './append-windows';
import type { SourceEvent } from './copied-event';
import type { Survey } from './survey';
import { TargetPrefix } from './target-prefix';

export interface CopyResult {
  /** Own events of the target now. */
  readonly events: number;
  /** How many of them an earlier run had brought. */
  readonly foundThere: number;
}

export interface CopyTarget {
  readonly store: EventStore;
  readonly window: WindowSize;
}

/**
 * Copies every own event of a surveyed source in log order: same streams, revisions and ids. What an interrupted run of
 * the same copy has left is compared and kept.
 *
 * Precondition: nobody writes to either.
 * @throws CliFailure when the target holds anything else, or the source has moved since the survey.
 */
export async function copyLog(source: LogSource, survey: Survey, target: CopyTarget, onProgress: (events: number) => void): Promise<CopyResult> {
  const prefix = new TargetPrefix(target.store, source.codec);
  const windows = new AppendWindows(target.store, target.window);
  let [events, foundThere] = [0, 0];
  for await (const page of sourcePages(source, survey.end)) {
    for (const event of page) {
      if (await prefix.holds(event)) {
        foundThere += 1;
      } else {
        await windows.add(event);
      }
      events = event.sequence;
    }
    onProgress(events);
  }
  await windows.flush();
  await prefix.assertEnded();
  await refuseMovedSource(source, survey, events);
  return { events, foundThere };
}

/** Own events with their sequence, up to a place. */
async function* sourcePages({ store, codec }: LogSource, end: Position | null): AsyncGenerator<readonly SourceEvent[]> {
  let sequence = 0;
  for await (const page of store.readAll(null)) {
    const events: SourceEvent[] = [];
    for (const recorded of page) {
      if (end === null || recorded.position > end) {
        return;
      }
      const stored = codec.decode(recorded);
      if (stored !== null) {
        sequence += 1;
        events.push({ sequence, recorded, stored });
      }
    }
    yield events;
  }
}

/** A remote source cannot be held still; that it stood still can be told. */
async function refuseMovedSource({ store, codec }: LogSource, { events, end }: Survey, copied: number): Promise<void> {
  let moved = copied !== events;
  for await (const page of store.readAll(end)) {
    moved ||= page.some((recorded) => codec.isOwn(recorded) || isOwnStreamName(recorded.stream.replace(/^\$\$/, '')));
  }
  if (moved) {
    throw new CliFailure(
      'refused',
      `The source has moved on while it was copied (${store.description}). Stop everything that writes to it, then run the same copy again: it goes on where it stopped.`,
    );
  }
}
