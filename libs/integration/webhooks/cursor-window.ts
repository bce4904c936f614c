import type { WebhookDeliveryRecord } from '#read-models';
import type { Fact } from './webhook-log';

/** A fact that was read and whose end is not written yet. */
export interface Passage {
  readonly fact: Fact;
  /** Set when it was delivered, passed by, or is to be kept: then the cursor may move past it. */
  end: { readonly kind: 'passed' } | { readonly kind: 'delivered' } | { readonly kind: 'waiting'; readonly delivery: WebhookDeliveryRecord } | null;
}

export interface Settled {
  /** The last fact that the cursor may move to. */
  readonly last: Fact;
  readonly delivered: number;
  readonly waiting: readonly WebhookDeliveryRecord[];
}

/**
 * The facts between the cursor and what was read last, in the order of the log. The cursor moves over those at the
 * beginning that have come to an end, however many behind them have too: nothing undelivered is ever passed.
 */
export class CursorWindow {
  private readonly passages: Passage[] = [];

  get size(): number {
    return this.passages.length;
  }

  add(passage: Passage): void {
    const last = this.passages[this.passages.length - 1];
    // Facts that the filter leaves out take no room.
    if (last?.end?.kind === 'passed' && passage.end?.kind === 'passed') {
      this.passages.pop();
    }
    this.passages.push(passage);
  }

  /** Whether a fact of a stream is here that is to be sent again. */
  keepsWaiting(stream: string): boolean {
    return this.passages.some(({ fact, end }) => end?.kind === 'waiting' && fact.stored.stream === stream);
  }

  /** Takes the ended passages from the beginning; null: the first has not ended. */
  settle(): Settled | null {
    const open = this.passages.findIndex(({ end }) => end === null);
    const ended = this.passages.splice(0, open === -1 ? this.passages.length : open);
    const last = ended[ended.length - 1];
    if (last === undefined) {
      return null;
    }
    return {
      last: last.fact,
      delivered: ended.filter(({ end }) => end?.kind === 'delivered').length,
      waiting: ended.flatMap(({ end }) => (end?.kind === 'waiting' ? [end.delivery] : [])),
    };
  }
}
