import type { Call } from '../edge/call';
import { problem } from '../edge/problem';
import { exportOnRecord } from '../exports/export-on-record';
import type { ReportToSend } from './ask-report.query';
import { csvTable } from './csv';

/** Answers a report as JSON, or as CSV when Accept prefers it: rows only, what they rest on in headers. A file is an export, and on record first. */
export async function sendReport(call: Call, { answer, table, request: asked, ledger }: ReportToSend): Promise<void> {
  const { request, reply } = call;
  const { provenance } = answer;
  void reply
    .header('vary', 'accept')
    .header('daybook-known-at', String(provenance.knownAt))
    .header('daybook-as-of', provenance.asOf)
    .header('daybook-basis', provenance.basis)
    .header('daybook-settled', String(provenance.settled))
    .header('daybook-chain-head', provenance.chainHead ?? '')
    .header('daybook-code-version', provenance.codeVersion)
    .header('daybook-rows', String(provenance.rowCount))
    .header('daybook-parameters', asHeader(provenance.parameters));
  const totals = asHeader(provenance.controlTotals);
  if (totals.length <= headerMax) {
    void reply.header('daybook-control-totals', totals);
  }
  switch (wantedFormat(request.headers.accept)) {
    case 'json':
      void reply.send(answer);
      return;
    case 'csv':
      await exportOnRecord(call, ledger, { format: `report ${asked.name}`, parameters: { ...asked.question, format: 'csv' }, throughSequence: provenance.knownAt });
      void reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${answer.report.replace(/[^a-z-]/gi, '-')}-${provenance.asOf}.csv"`)
        .send(csvTable(table()));
      return;
    case null:
      throw problem(406, 'REPORT.FORMAT', 'A report comes as application/json or text/csv. Name one of them in Accept.');
  }
}

/** Clients take some 16 KB of headers in all: longer control totals, of many legal entities, come with JSON alone. */
const headerMax = 4_000;

/** JSON in ASCII: what a header may hold. */
const asHeader = (value: object): string => JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const types = { json: 'application/json', csv: 'text/csv' } as const;
type Format = keyof typeof types;

/** The format that Accept gives the higher quality; of equals the one it names first, else JSON. Null: neither. */
export function wantedFormat(accept: string | undefined): Format | null {
  const named = (accept ?? '*/*').toLowerCase().split(',').map(mediaRange);
  // Who only says what is not wanted takes anything else.
  const ranges = named.some(({ quality }) => quality > 0) ? named : [...named, { type: '*/*', quality: 1 }];
  const rated = (['json', 'csv'] as const).map((format) => ({ format, ...rating(ranges, types[format]) })).filter(({ quality }) => quality > 0);
  const [best] = rated.sort((a, b) => b.quality - a.quality || a.place - b.place);
  return best?.format ?? null;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function mediaRange(part: string): MediaRange {
  const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
  const quality = parameters.map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find((found) => found !== undefined);
  return { type, quality: quality === undefined ? 1 : Number(quality) };
}

/** What the most specific range that fits says (RFC 9110, 12.5.1). */
function rating(ranges: readonly MediaRange[], type: string): { readonly quality: number; readonly place: number } {
  for (const name of [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*']) {
    const place = ranges.findIndex((range) => range.type === name);
    if (place >= 0) {
      return { quality: ranges[place]?.quality ?? 0, place };
    }
  }
  return { quality: 0, place: 0 };
}
