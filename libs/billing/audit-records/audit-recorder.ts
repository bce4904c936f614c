import type { AuditRecordEvent, RefusalsCounted } from '#ledger';
import type { AuditLog, RecordCause } from './audit-log';
import { RefusalBudget } from './refusal-budget';
import { RefusalCounts } from './refusal-counts';
import type { RefusedRequest } from './refused-command';

export interface AuditRecorderOptions {
  readonly log: Pick<AuditLog, 'append' | 'settled'>;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Told when records cannot be written, once until they can again. */
  readonly onTrouble: (message: string) => void;
  /** How long counted refusals wait for their summary, milliseconds: what a kill can lose. Default 5,000. */
  readonly summaryMs?: number;
  /** How long a refusal waits for its own record before it is answered, milliseconds. Default 2,000. */
  readonly waitMs?: number;
}

export interface RecorderHealth {
  /** Refusals recorded one by one, and by count, since the start. */
  readonly single: number;
  readonly counted: number;
  /** Attempts to write that failed. */
  readonly failures: number;
  /** Refusals that still wait to be put on record. */
  readonly waiting: number;
}

/** What asks for records: acts and exports wait for theirs, refusals are recorded as far as a store takes them. */
export type Records = Pick<AuditRecorder, 'refused' | 'record'>;

/**
 * Puts on record what was refused, done by an operator, exported and configured. There is no setting for it. A refusal is
 * answered after its record is stored; beyond the budget it is counted, and the counts follow within seconds. What is
 * recorded never fails because of the record; an act or an export that must be on record uses `record`, which throws.
 */
export class AuditRecorder {
  private readonly budget: RefusalBudget;
  private readonly counts = new RefusalCounts();
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> | null = null;
  private troubled = false;
  private single = 0;
  private counted = 0;
  private failures = 0;
  private inFlight = 0;

  constructor(private readonly options: AuditRecorderOptions) {
    this.budget = new RefusalBudget(options.now);
  }

  /** Resolves when the refusal is on record, or is counted, or has waited long enough. Never rejects. */
  async refused(request: RefusedRequest): Promise<void> {
    if (this.troubled || !this.budget.take(request.by.actor)) {
      this.count(request);
      return;
    }
    const { correlationId, ...data } = request;
    const { waitMs = 2_000 } = this.options;
    this.inFlight += 1;
    const written = this.write({ type: 'CommandRefused', data }, data.by.actor, { correlationId, causationId: data.requestId })
      .then(() => { this.single += 1; }, () => this.count(request))
      .finally(() => { this.inFlight -= 1; });
    await unlessLater(written, waitMs);
  }

  /**
   * Puts one record on the log; resolves when it is stored.
   *
   * @throws when it is not: whoever must not act without a record does not act.
   */
  record(event: AuditRecordEvent, actor: string): Promise<void> {
    return this.write(event, actor);
  }

  /** Writes the counts now. Never rejects: what cannot be written stays counted. */
  async flush(): Promise<void> {
    await this.flushing;
    this.flushing ??= this.summarise().finally(() => { this.flushing = null; });
    await this.flushing;
  }

  health(): RecorderHealth {
    return { single: this.single, counted: this.counted, failures: this.failures, waiting: this.counts.size + this.inFlight };
  }

  /** Puts what is left on record; what cannot be is told, so that nothing is lost in silence. */
  async close(): Promise<void> {
    await this.options.log.settled();
    await this.flush();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!this.counts.isEmpty) {
      const { total, counts } = this.counts.drain();
      const told = counts.slice(0, 20).map(({ actor, command, code, count }) => `${count} × ${code} of ${command} by ${actor}`);
      this.options.onTrouble(`${total} refusals could not be put on record: ${told.join(', ')}`);
    }
  }

  private count({ by: { actor, channel }, command, kind, code }: RefusedRequest): void {
    this.counts.add({ actor, channel, command, kind, code }, this.options.now());
    this.summariseSoon();
  }

  private summariseSoon(): void {
    const { summaryMs = 5_000 } = this.options;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.flush();
    }, summaryMs).unref();
  }

  private async summarise(): Promise<void> {
    if (this.counts.isEmpty) return;
    const data: RefusalsCounted['data'] = this.counts.drain();
    try {
      await this.write({ type: 'RefusalsCounted', data }, 'daybook');
      this.counted += data.total;
    } catch {
      this.counts.restore(data);
      this.summariseSoon();
    }
  }

  private async write(event: AuditRecordEvent, actor: string, cause?: RecordCause): Promise<void> {
    try {
      await this.options.log.append(event, actor, cause);
      this.troubled = false;
    } catch (error) {
      this.failures += 1;
      if (!this.troubled) {
        this.options.onTrouble(`audit records cannot be written, refusals are counted meanwhile: ${error instanceof Error ? error.message : String(error)}`);
      }
      this.troubled = true;
      throw error;
    }
  }
}

async function unlessLater(done: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds); });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
