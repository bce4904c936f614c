import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Position } from '#event-store';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SequenceMarks, type Place } from './sequence-marks';

interface Waiter {
  readonly position: Position;
  readonly resolve: (sequence: number | undefined) => void;
}

/**
 * This node's sequence counter: follows the tail of the log and counts own events from the read models' checkpoint
 * on. It does not wait for projections, so command answers learn their sequence as soon as the log has it.
 */
@Injectable()
export class SequenceTail implements OnApplicationBootstrap, OnModuleDestroy {
  readonly marks = new SequenceMarks();
  private readonly abort = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private following: Promise<void> | null = null;
  private end: Place = { position: null, sequence: 0 };
  private started: number | undefined;
  private markLevel: () => void = () => undefined;
  private readonly level = new Promise<void>((resolve) => {
    this.markLevel = resolve;
  });

  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  onApplicationBootstrap(): void {
    this.following = this.follow();
    // A log that cannot be followed leaves answers without a sequence; health tells the rest.
    this.following.catch(() => this.resolveAll());
  }

  async onModuleDestroy(): Promise<void> {
    this.abort.abort();
    await this.following?.catch(() => undefined);
    this.resolveAll();
  }

  /** The log's last own sequence, as far as this server has read; 0 before it has. */
  get sequence(): number {
    return this.end.sequence;
  }

  /** The log's end as far as this server has read; null before it has read any event. */
  get position(): Position | null {
    return this.end.position;
  }

  /** Whether a sequence is at or past the log's end as it was when this server first stood there. */
  hasBeenPassedBy(sequence: number): boolean {
    return this.started !== undefined && sequence >= this.started;
  }

  /** The log's last own sequence when this server first stood at its end; undefined when it does not within the timeout. */
  async sequenceAtStart(timeoutMs: number): Promise<number | undefined> {
    if (this.started === undefined) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
      });
      await Promise.race([this.level, late]);
      clearTimeout(timer);
    }
    return this.started;
  }

  /** The sequence of the own event at a position, as soon as the tail has it; undefined after the timeout. */
  sequenceOf(position: Position, timeoutMs: number): Promise<number | undefined> {
    const known = this.marks.sequenceAt(position);
    if (known !== undefined || (this.end.position !== null && this.end.position >= position)) {
      return Promise.resolve(known);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        resolve: (sequence) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(sequence);
        },
      };
      const timer = setTimeout(() => waiter.resolve(undefined), timeoutMs);
      this.waiters.add(waiter);
    });
  }

  private async follow(): Promise<void> {
    const { position, sequence } = await this.ledger.readModels.head();
    this.end = { position, sequence };
    for await (const page of this.ledger.store.subscribeAll(position, { signal: this.abort.signal })) {
      if (page.kind === 'caughtUp') {
        this.started ??= this.end.sequence;
        this.markLevel();
        continue;
      }
      for (const recorded of page.events) {
        if (this.ledger.codec.isOwn(recorded)) {
          this.end = { position: recorded.position, sequence: this.end.sequence + 1 };
          this.marks.append(this.end);
        }
      }
      this.tell();
    }
  }

  private tell(): void {
    for (const waiter of this.waiters) {
      if (this.end.position !== null && waiter.position <= this.end.position) {
        waiter.resolve(this.marks.sequenceAt(waiter.position));
      }
    }
  }

  private resolveAll(): void {
    for (const waiter of this.waiters) {
      waiter.resolve(undefined);
    }
  }
}
