import { createHash } from 'node:crypto';
import { firstDayOfMonth, lastDayOfMonth } from '#ledger';
import { reports, type Basis, type Provenance } from '#read-models';
import type { ReportReading } from '../data-folder';
import { askReport, wholeReportNames, type ReportName, type ReportQuestion } from '../report/ask-report';
import { viewAsCsv } from '../report/render-report';

/** What a pack answers: one month of one legal entity, or of all, as known at one place of the log. */
export interface PackQuestion {
  readonly entityId?: string;
  /** `YYYY-MM`. */
  readonly period: string;
  readonly basis: Basis;
  /** Ledger sequence. */
  readonly knownAt: number;
}

export interface PackFile {
  readonly name: string;
  readonly content: string;
}

/** One report of a pack, as its manifest lists it. */
export interface PackedReport {
  readonly report: ReportName;
  /** The body alone, byte for byte the same whenever it is asked again. */
  readonly file: string;
  readonly sha256: string;
  /** The same figures for a spreadsheet. */
  readonly csvFile: string;
  readonly csvSha256: string;
  readonly provenance: Provenance;
}

export const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Asks every report one question, and gives each as JSON and CSV while it goes. */
export async function* packReports(reading: ReportReading, question: PackQuestion): AsyncGenerator<{ readonly packed: PackedReport; readonly files: readonly PackFile[] }> {
  const ask = reports(reading.readStore);
  for (const report of wholeReportNames) {
    const { body, provenance, view } = await askReport(ask, report, asked(question));
    const file = { name: `${report}.json`, content: `${JSON.stringify(body)}\n` };
    const csv = { name: `${report}.csv`, content: viewAsCsv(view) };
    const digests = { file: file.name, sha256: sha256Of(file.content), csvFile: csv.name, csvSha256: sha256Of(csv.content) };
    yield { packed: { report, ...digests, provenance }, files: [file, csv] };
  }
}

function asked({ entityId, period, basis, knownAt }: PackQuestion): ReportQuestion {
  const range = { from: firstDayOfMonth(period), asOf: lastDayOfMonth(period) };
  return { ...range, basis, knownAt: { sequence: knownAt }, ...(entityId === undefined ? {} : { entityId }) };
}
