import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, EventToAppend } from '#event-store';
import { CliFailure } from '../cli-failure';
import { copiedEvent, type SourceEvent } from './copied-event';

/** Events in a row of one stream share an append up to so many bytes; a larger event goes alone. */
export const groupBytesMax = 256 * 1024;

/** How much may be under way at once. */
export interface WindowSize {
  readonly appends: number;
  readonly bytes: number;
}

/** Over the network one append follows the other: only so is the order of the log sure to stay. */
export const oneByOne: WindowSize = { appends: 1, bytes: 0 };
/** The embedded store takes what is given to it in one turn of the event loop as one transaction: in order, or not at all. */
export const oneTransaction: WindowSize = { appends: 500, bytes: 4 * 1024 * 1024 };

const attemptsMax = 20;

interface Group {
  readonly stream: string;
  readonly first: number;
  readonly events: EventToAppend[];
  bytes: number;
}

/** Appends own events in the order given: same streams, same revisions, same ids. */
export class AppendWindows {
  private groups: Group[] = [];
  private bytes = 0;

  constructor(
    private readonly target: EventStore,
    private readonly size: WindowSize,
  ) {}

  async add(event: SourceEvent): Promise<void> {
    const copied = copiedEvent(event);
    const { stream, revision } = event.recorded;
    const bytes = Buffer.byteLength(copied.data) + Buffer.byteLength(copied.metadata);
    const last = this.groups.at(-1);
    if (last !== undefined && last.stream === stream && last.bytes + bytes <= groupBytesMax) {
      last.events.push(copied);
      last.bytes += bytes;
    } else {
      if (this.groups.length >= this.size.appends || (this.groups.length > 0 && this.bytes + bytes > this.size.bytes)) {
        await this.flush();
      }
      this.groups.push({ stream, first: revision, events: [copied], bytes });
    }
    this.bytes += bytes;
  }

  /** Returns once everything added so far is stored. */
  async flush(): Promise<void> {
    const groups = this.groups;
    this.groups = [];
    this.bytes = 0;
    await Promise.all(groups.map((group) => this.append(group)));
  }

  /** The same group again until it is known to be stored. */
  private async append({ stream, first, events }: Group): Promise<void> {
    let cause = '';
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const outcome = await this.target.append(stream, first === 0 ? 'no_stream' : first - 1, events);
      if (outcome.kind === 'appended') {
        return;
      }
      if (outcome.kind === 'conflict') {
        throw new CliFailure(
          'refused',
          `${stream} in the target stands at ${outcome.actual}, not before revision ${first}: somebody else writes there. ` +
            'Copy into an empty store that nobody writes to.',
        );
      }
      cause = outcome.cause.message;
      await pause(50 * attempt);
    }
    throw new CliFailure('refused', `The target does not say whether it wrote ${stream}@${first} (${cause}). Run the same copy again: it goes on where it stopped.`);
  }
}
