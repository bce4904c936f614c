import type { Call } from '../edge/call';
import { problem } from '../edge/problem';
import type { AskedReport } from './ask-report.query';
import { csvTable } from './csv';

/** Answers a report as JSON, or as CSV when Accept prefers it: rows only, what they rest on in headers. */
export function sendReport({ request, reply }: Call, { answer, table }: AskedReport): void {
  const { provenance } = answer;
  void reply
    .header('vary', 'accept')
    .header('daybook-known-at', String(provenance.knownAt))
    .header('daybook-as-of', provenance.asOf)
    .header('daybook-basis', provenance.basis)
    .header('daybook-settled', String(provenance.settled));
  switch (wanted(request.headers.accept)) {
    case 'json':
      void reply.send(answer);
      return;
    case 'csv':
      void reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${answer.report.replace(/[^a-z-]/gi, '-')}-${provenance.asOf}.csv"`)
        .send(csvTable(table()));
      return;
    case null:
      throw problem(406, 'REPORT.FORMAT', 'A report comes as application/json or text/csv. Name one of them in Accept.');
  }
}

/** The first of the formats named in Accept; quality values do not reorder them. */
function wanted(accept: string | undefined): 'json' | 'csv' | null {
  for (const part of (accept ?? '*/*').split(',')) {
    const [type = ''] = part.trim().toLowerCase().split(';');
    if (type === 'text/csv' || type === 'text/*') {
      return 'csv';
    }
    if (type === 'application/json' || type === 'application/*' || type === '*/*') {
      return 'json';
    }
  }
  return null;
}
