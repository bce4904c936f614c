import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { bookedEntries, publicEntry, type PublicEntry } from '#exports';
import { postingEventTypes, type LedgerEvent } from '#ledger';
import { ReportRefused } from '#read-models';
import { problem } from '../edge/problem';
import { EventFeed } from '../feed/event-feed';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { statusOfReportRefusal } from '../reports/ask-report.query';
import { ReportScope } from '../reports/report-scope';

export interface EntriesAsked {
  /** Ledger sequence: entries after it. */
  readonly after: number;
  readonly limit: number;
  readonly entityId?: string;
}

export interface EntriesPage {
  /** Whose sequences these are: a cursor of another ledger means nothing here. */
  readonly ledgerId: string;
  readonly entries: readonly PublicEntry[];
  /** Give it as `after` for the next page. */
  readonly next: number;
  readonly atEnd: boolean;
}

export class ListJournalEntries extends Query<EntriesPage> {
  constructor(readonly asked: EntriesAsked) {
    super();
  }
}

const posting: ReadonlySet<string> = new Set(postingEventTypes);

/** The journal in pages for another bookkeeping program: the same page for the same cursor, for ever. */
@QueryHandler(ListJournalEntries)
export class ListJournalEntriesHandler implements IQueryHandler<ListJournalEntries> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly feed: EventFeed,
    private readonly scope: ReportScope,
  ) {}

  async execute({ asked: { after, limit, entityId } }: ListJournalEntries): Promise<EntriesPage> {
    const whose = entityId === undefined ? {} : { entityId };
    await this.scope.check(whose);
    await this.feed.refuseBeyondHead(after, 'after');
    const page = await this.feed.page(after, limit, { types: posting });
    try {
      const facts = page.events.map(({ sequence, type, data }) => ({ sequence, fact: { type, data } as LedgerEvent }));
      const { entries, readTo } = await bookedEntries(this.ledger.readStore, facts, { after, to: page.next, ...whose });
      // What the read model has not booked yet comes with the next page.
      const next = Math.max(after, Math.min(page.next, readTo));
      return {
        ledgerId: page.ledgerId, entries: entries.filter(({ sequence }) => sequence <= next).map(publicEntry),
        next, atEnd: page.atEnd && next === page.next,
      };
    } catch (error) {
      if (error instanceof ReportRefused) throw problem(statusOfReportRefusal[error.code], error.code, error.message);
      throw error;
    }
  }
}
