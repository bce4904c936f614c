import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  accountsNotFrench, BooksDiffer, csvFile, fecFile, fecFileName, frenchResultAccount, journalEntries, journalTable, placedFacts, plainTextFormats, plainTextJournal, readYearBooks, safTCompany,
  safTFile, safTHolds, sirenOf, xlsxFile, type JournalScope, type YearBooks,
} from '#exports';
import { dayInZone, entityConfiguration, entityFold, unknownEntity, type EntityConfiguration } from '#ledger';
import { ReportRefused } from '#read-models';
import { problem, refusalProblem } from '../edge/problem';
import { EventFeed } from '../feed/event-feed';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from '../queries/stream-reader';
import { statusOfReportRefusal } from '../reports/ask-report.query';
import type { JournalFormat } from './export.query';

type KnownAt = { readonly sequence: number } | { readonly time: number };

interface YearAsked {
  readonly entityId: string;
  readonly from: string;
  readonly to: string;
  readonly knownAt?: KnownAt;
}

export type ExportAsked =
  | { readonly kind: 'journal'; readonly format: JournalFormat; readonly entityId?: string; readonly knownAt?: KnownAt }
  | (YearAsked & { readonly kind: 'fec'; readonly siren?: string; readonly resultAccount?: string })
  | (YearAsked & { readonly kind: 'saf-t' });

/** A file that is written while it is sent. */
export interface MadeExport {
  readonly fileName: string;
  readonly contentType: string;
  /** Ledger sequence, or time, of the last fact that counts. */
  readonly knownAt: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

export class MakeExport extends Query<MadeExport> {
  constructor(
    readonly asked: ExportAsked,
    readonly softwareVersion: string,
  ) {
    super();
  }
}

const accountsShown = 20;
const isPlainText = (format: JournalFormat): format is (typeof plainTextFormats)[number] => plainTextFormats.some((each) => each === format);

/** @throws ProblemException for what is not there, or what the format cannot hold: before the first byte is sent. */
@QueryHandler(MakeExport)
export class MakeExportHandler implements IQueryHandler<MakeExport> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
    private readonly feed: EventFeed,
  ) {}

  async execute({ asked, softwareVersion }: MakeExport): Promise<MadeExport> {
    switch (asked.kind) {
      case 'journal':
        return this.journal(asked);
      case 'fec':
        return this.fec(asked);
      case 'saf-t':
        return this.safT(asked, softwareVersion);
    }
  }

  private async journal({ format, entityId, knownAt }: Extract<ExportAsked, { kind: 'journal' }>): Promise<MadeExport> {
    if (entityId !== undefined) await this.entity(entityId);
    const { told, ...until } = await this.until(knownAt);
    const scope: JournalScope = { ...until, ...(entityId === undefined ? {} : { entityId }) };
    const facts = placedFacts(this.ledger);
    const name = `journal-${entityId ?? 'all'}-${until.untilSequence}`;
    if (isPlainText(format)) {
      return { fileName: `${name}.${format}`, contentType: 'text/plain; charset=utf-8', knownAt: told, parts: plainTextJournal(format, facts, scope) };
    }
    const table = journalTable(journalEntries(facts, scope));
    return format === 'csv'
      ? { fileName: `${name}.csv`, contentType: 'text/csv; charset=utf-8; header=present', knownAt: told, parts: csvFile(table) }
      : { fileName: `${name}.xlsx`, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', knownAt: told, parts: xlsxFile([table]) };
  }

  /** The facts that count, and what to tell of them. Without a moment: all that the log holds now, so that the file can be asked for again. */
  private async until(knownAt: KnownAt | undefined): Promise<{ readonly untilSequence: number; readonly untilTime?: number; readonly told: string }> {
    const head = await this.feed.headFrom(Number.MAX_SAFE_INTEGER);
    if (knownAt !== undefined && 'time' in knownAt) {
      return { untilSequence: head, untilTime: knownAt.time, told: new Date(knownAt.time).toISOString() };
    }
    const untilSequence = knownAt?.sequence ?? head;
    if (untilSequence > head) {
      throw problem(409, 'REPORT.NOT_YET_KNOWN', `The ledger ends at sequence ${head}; there is no ${untilSequence} yet. Ask for ${head} or less.`);
    }
    return { untilSequence, told: String(untilSequence) };
  }

  private async fec(asked: Extract<ExportAsked, { kind: 'fec' }>): Promise<MadeExport> {
    const entity = await this.entity(asked.entityId);
    const siren = asked.siren ?? sirenOf(entity);
    if (siren === undefined) {
      throw problem(
        409,
        'EXPORT.NO_SIREN',
        `Legal entity ${asked.entityId} has no French VAT number to take the SIREN from. Send it as siren, or configure the number.`,
        { data: { entityId: asked.entityId } },
      );
    }
    const books = await this.books(asked);
    const foreign = accountsNotFrench(books.survey.accounts.keys());
    if (foreign.length > 0) {
      const shown = foreign.slice(0, accountsShown).join(', ');
      const message = `Accounts of ${asked.entityId} that do not begin with three digits of the French chart: ${shown}. Map its chart to such codes; the file needs them.`;
      throw problem(409, 'EXPORT.FOREIGN_CHART', message, { data: { entityId: asked.entityId, accounts: foreign.length } });
    }
    const { from, to } = asked;
    const frame = {
      from, to, timeZone: entity.timeZone, baseCurrency: entity.baseCurrency,
      resultAccount: { ...frenchResultAccount, code: asked.resultAccount ?? frenchResultAccount.code },
      nameOf: (customerId: string) => books.customerOf(customerId)?.name ?? '',
    };
    const parts = fecFile(frame, books.entries(), books.survey, books.lettering);
    return { fileName: fecFileName(siren, to), contentType: 'text/plain; charset=iso-8859-15', knownAt: String(books.knownAt), parts };
  }

  private async safT(asked: Extract<ExportAsked, { kind: 'saf-t' }>, softwareVersion: string): Promise<MadeExport> {
    const entity = await this.entity(asked.entityId);
    const { baseCurrency, timeZone } = entity;
    if (!safTHolds(baseCurrency)) {
      throw problem(409, 'EXPORT.DECIMALS', `${asked.entityId} keeps its books in ${baseCurrency}, which has more than the two decimals that SAF-T knows.`, { data: { entityId: asked.entityId } });
    }
    const books = await this.books(asked);
    const { from, to } = asked;
    const company = safTCompany({ ...entity, entityId: asked.entityId });
    const frame = { from, to, timeZone, baseCurrency, company, createdOn: dayInZone(this.ledger.now(), timeZone), softwareVersion, customerOf: books.customerOf };
    return {
      fileName: `saf-t-${asked.entityId}-${from}-${to}.xml`,
      contentType: 'application/xml; charset=utf-8',
      knownAt: String(books.knownAt),
      parts: safTFile(frame, books.entries(), books.survey),
    };
  }

  private async entity(entityId: string): Promise<EntityConfiguration> {
    const folded = await this.streams.fold('entity', entityId, entityFold);
    const configuration = folded === null ? undefined : entityConfiguration(folded.state);
    if (configuration === undefined) {
      throw refusalProblem(unknownEntity(entityId));
    }
    return configuration;
  }

  private async books({ entityId, from, to, knownAt }: YearAsked): Promise<YearBooks> {
    if (from > to) {
      throw problem(422, 'REPORT.INVALID_DATE', `The book year from ${from} to ${to} ends before it begins. Send an earlier from or a later to.`);
    }
    try {
      return await readYearBooks(this.ledger, { entityId, from, to, ...(knownAt === undefined ? {} : { knownAt }) });
    } catch (error) {
      if (error instanceof ReportRefused) throw problem(statusOfReportRefusal[error.code], error.code, error.message);
      if (error instanceof BooksDiffer) throw problem(503, 'EXPORT.BOOKS_DIFFER', error.message.slice(0, 1000));
      throw error;
    }
  }
}
