import type { EventCodec, EventOrigin, EventStore, EventToAppend } from '#event-store';
import { auditStreamId, streamName, type AuditRecordEvent } from '#ledger';
import type { IdSource } from '../decisions/clock';
import type { DecisionTiming } from '../decisions/decision-stream';

/** The stream that all audit records of a ledger stand in. */
export const auditStream = streamName('audit', auditStreamId);

/** Records that leave as one append, at most: far below what a store takes. */
const groupMax = 100;

/** What a record follows from: the request that was refused, the command that was typed. */
export interface RecordCause {
  readonly correlationId: string;
  readonly causationId: string;
}

interface Waiting {
  readonly event: AuditRecordEvent;
  readonly origin: EventOrigin;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

/** The record could not be written, or nobody knows whether it was. */
export class RecordNotWritten extends Error {
  override readonly name = 'RecordNotWritten';
  readonly code = 'STORE_UNAVAILABLE';
}

/**
 * Appends audit records to their one stream, several in one append while they wait together. Several processes may do so;
 * the exact revision settles who was first.
 */
export class AuditLog {
  private revision: number | 'no_stream' | null = null;
  private readonly waiting: Waiting[] = [];
  private draining: Promise<void> | null = null;

  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly parts: { readonly ids: IdSource; readonly timing: DecisionTiming },
  ) {}

  /**
   * Resolves once the record is stored.
   *
   * @throws RecordNotWritten, and what the store throws when it takes nothing.
   */
  append(event: AuditRecordEvent, actor: string, cause?: RecordCause): Promise<void> {
    // An id of its own: the key of a refused request stays free for the corrected one.
    const commandId = `audit:${this.parts.ids.next()}`;
    const origin = { actor, commandId, correlationId: cause?.correlationId ?? commandId, causationId: cause?.causationId ?? commandId, inputHash: 'v1:audit' };
    return new Promise((written, failed) => {
      this.waiting.push({ event, origin, written, failed });
      this.draining ??= this.drain().finally(() => { this.draining = null; });
    });
  }

  /** Resolves when everything that waited was written or has failed. */
  async settled(): Promise<void> {
    await this.draining;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, groupMax);
      try {
        await this.write(group);
        for (const { written } of group) written();
      } catch (error) {
        this.revision = null;
        for (const { failed } of group) failed(error);
      }
    }
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    const { now, pause, jitter, deadlineMilliseconds } = this.parts.timing;
    const deadline = now() + deadlineMilliseconds;
    let expected = this.revision ?? (await this.lastRevision());
    let events = this.encoded(group, expected);
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.store.append(auditStream, expected, events);
      if (outcome.kind === 'appended') {
        this.revision = outcome.revision;
        return;
      }
      if (now() > deadline || attempt >= attemptsMax) {
        throw new RecordNotWritten(`the store did not take an audit record: ${outcome.kind === 'unknown' ? outcome.cause.message : 'others write all the time'}`);
      }
      if (outcome.kind === 'conflict') {
        expected = outcome.actual;
        events = this.encoded(group, expected);
      }
      // Of unknown outcome the very same group is sent again: if it is there already, the store says so.
      await pause(Math.min(20 * 2 ** attempt, 1_000) * jitter());
    }
  }

  private encoded(group: readonly Waiting[], expected: number | 'no_stream'): readonly EventToAppend[] {
    const first = expected === 'no_stream' ? 0 : expected + 1;
    return group.map(({ event, origin }, index) => this.codec.encode(auditStream, first + index, event, origin));
  }

  private async lastRevision(): Promise<number | 'no_stream'> {
    for await (const { revision } of this.store.readStream(auditStream, { direction: 'backwards', maxCount: 1 })) return revision;
    return 'no_stream';
  }
}

/** With a clock that stands still, too, it ends. */
const attemptsMax = 20;
