import type { LogEvent, StreamReader } from '../../embedded/stream-reader';
import type { EventFilter } from '../../port';
import type { AllFilter } from './all-filter';
import { nameMatcher, type NameMatcher } from './name-matcher';

export interface AllPage {
  /** What the filter keeps, in the order of reading. */
  readonly events: readonly LogEvent[];
  /** How far the log has been looked at. */
  readonly readTo: number;
}

/** Records of the store's own that $all never shows, as on a real server. */
export const isHidden = ({ stream }: LogEvent): boolean =>
  stream.startsWith('$') &&
  (stream === '$epoch-information' || (stream.startsWith('$persistentsubscription-$all::') && /-(?:checkpoint|parked)$/.test(stream)));

/** Pages of $all, through the filter of one call. */
export class AllPages {
  private readonly inStore: EventFilter | undefined;
  private readonly matcher: NameMatcher | null;

  /** @throws Refusal for a regular expression that cannot be used. */
  constructor(
    private readonly reader: StreamReader,
    filter: AllFilter | null,
  ) {
    const found = filter === null ? null : nameMatcher(filter.keep);
    this.inStore = found !== null && 'inStore' in found ? found.inStore : undefined;
    this.matcher = found !== null && 'matches' in found ? found : null;
  }

  /** Events after `after`, up to and with `end`. */
  forwards(after: number, end: number, limit: number): AllPage {
    const { events, readTo } = this.reader.allForwards(after, end, limit, this.inStore);
    return { events: this.kept(events), readTo };
  }

  /** Events before `before`, newest first. */
  backwards(before: number, limit: number): AllPage {
    const { events, readTo } = this.reader.allBackwards(before, limit, this.inStore);
    return { events: this.kept(events), readTo };
  }

  private kept(events: readonly LogEvent[]): readonly LogEvent[] {
    const shown = events.some(isHidden) ? events.filter((event) => !isHidden(event)) : events;
    return this.matcher === null ? shown : this.matcher.matches(shown);
  }
}
