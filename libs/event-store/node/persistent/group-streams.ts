import { decodeContent, encodeContent } from '../../embedded/event-content';
import type { LogWrite } from '../../embedded/log-write';
import { metadataType, metaStreamOf } from '../../embedded/stream-metadata';
import type { NodeContext } from '../node-context';
import { resolved } from '../streams/link-resolution';
import type { ReadableEvent } from '../wire/read-messages';
import type { GroupName } from './refusals';

const checkpointType = '$SubscriptionCheckpoint';
const linkType = '$>';

/** What a group writes of itself is for administrators. */
const adminsOnly = { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' };

const textOf = (stored: string): string => decodeContent(stored).bytes.toString('utf8');

export interface ParkedPage {
  /** With their links followed; those that lead nowhere are left out. */
  readonly events: readonly ReadableEvent[];
  /** The next number to read. */
  readonly readTo: number;
}

/** The two streams in which a group keeps how far it has come and what it has parked, named and written as EventStoreDB does. */
export class GroupStreams {
  private readonly checkpointStream: string;
  private readonly parkedStream: string;
  private isFailing = false;

  constructor(
    private readonly context: NodeContext,
    { stream, group }: GroupName,
  ) {
    const prefix = `$persistentsubscription-${stream}::${group}`;
    this.checkpointStream = `${prefix}-checkpoint`;
    this.parkedStream = `${prefix}-parked`;
  }

  /** The text of the last checkpoint, null when there is none. */
  checkpoint(): string | null {
    const { reader, clock } = this.context;
    const [last] = reader.page(this.checkpointStream, Number.MAX_SAFE_INTEGER, 'backwards', 1, clock());
    if (last === undefined) return null;
    const text: unknown = JSON.parse(textOf(last.data));
    return String(text);
  }

  /** @returns whether it is written. */
  async writeCheckpoint(text: string): Promise<boolean> {
    const { metadata } = this.context.reader.state(this.checkpointStream);
    if (metadata?.maxCount === undefined) {
      const isSet = await this.setMetadata(this.checkpointStream, { $maxCount: 2, $acl: adminsOnly });
      if (!isSet) return false;
    }
    return this.append(this.checkpointStream, checkpointType, JSON.stringify(text), '');
  }

  /** Numbers of the first and behind the last parked event that can be read; equal when there is none. */
  parkedRange(): { readonly first: number; readonly end: number } {
    const { isSoftDeleted, firstReadable, lastRevision } = this.context.reader.state(this.parkedStream);
    const end = lastRevision + 1;
    return { first: isSoftDeleted ? end : Math.min(firstReadable, end), end };
  }

  parkedPage(from: number, before: number, limit: number): ParkedPage {
    const { reader, clock } = this.context;
    const now = clock();
    const links = reader.page(this.parkedStream, from, 'forwards', Math.min(limit, before - from), now).filter(({ revision }) => revision < before);
    const events = links.map((link) => resolved(reader, now, link)).filter(({ event }) => event !== null);
    return { events, readTo: (links.at(-1)?.revision ?? before - 1) + 1 };
  }

  /** @returns whether it is written. */
  park({ event, link }: ReadableEvent, reason: string): Promise<boolean> {
    const { clock } = this.context;
    const original = link ?? event;
    if (original === null) throw new Error('there is neither an event nor a link to park');
    const target = event === null ? textOf(original.data) : `${event.revision}@${event.stream}`;
    const metadata = { added: new Date(clock()).toISOString(), reason, subscriptionEventNumber: original.revision };
    return this.append(this.parkedStream, linkType, encodeContent(Buffer.from(target), false), JSON.stringify(metadata));
  }

  /** Cuts off what was brought back. @returns whether it is written. */
  truncateParked(before: number): Promise<boolean> {
    return this.setMetadata(this.parkedStream, { $tb: before, $acl: adminsOnly });
  }

  /** Forgets both, so that a group made again under the name begins anew. */
  async remove(): Promise<void> {
    for (const stream of [this.checkpointStream, this.parkedStream]) {
      const { isSoftDeleted, lastRevision } = this.context.reader.state(stream);
      if (lastRevision >= 0 && !isSoftDeleted) await this.written({ kind: 'delete', stream, expected: 'any' });
    }
  }

  private setMetadata(stream: string, metadata: object): Promise<boolean> {
    return this.append(metaStreamOf(stream), metadataType, JSON.stringify(metadata), '');
  }

  private async append(stream: string, type: string, data: string, metadata: string): Promise<boolean> {
    return this.written({ kind: 'append', stream, expected: 'any', events: [{ id: this.context.newId(), type, data, metadata }] });
  }

  private async written(write: LogWrite): Promise<boolean> {
    let fault: string;
    try {
      const outcome = await this.context.writer.write(write);
      if (outcome.kind === 'written') {
        this.isFailing = false;
        return true;
      }
      fault = outcome.kind === 'unknown' ? outcome.cause.message : outcome.kind;
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    // It is tried again and again; once is enough to say so.
    if (!this.isFailing) this.context.trouble(`${write.stream} could not be written, and will be tried again: ${fault}`);
    this.isFailing = true;
    return false;
  }
}
