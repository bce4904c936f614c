import type { LogEvent } from '../../embedded/stream-reader';

/** Most events per look at the log; the store gives no more of a stream at once. */
const eventsMost = 64;
/** What a page may hold, as far as the last one tells, in characters: many calls hold one each while their clients are slow. */
const pageLength = 256 * 1024;

/** How many events to ask for next, so that large ones make short pages. */
export class PageSize {
  private limit = 16;

  /** @param wanted events still wanted. */
  next(wanted: number = eventsMost): number {
    return Math.min(wanted, this.limit);
  }

  learn(page: readonly LogEvent[]): void {
    let length = 1;
    for (const { data, metadata } of page) length += data.length + metadata.length;
    this.limit = Math.max(1, Math.min(eventsMost, Math.floor((pageLength * page.length) / length) || eventsMost));
  }
}
