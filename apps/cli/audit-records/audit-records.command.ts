import { Command, Option } from 'nest-commander';
import { auditKinds, readAuditRecords, type AuditKind, type AuditQuestion, type AuditRecordView } from '#billing';
import { CliFailure } from '../cli-failure';
import { openForReading, type Reading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { parseKnownAt } from '../log/known-at';
import { csvLine } from '../output/safe-csv';
import { renderTable } from '../output/table';
import { recordInWords } from './record-in-words';

interface RecordsOptions extends DataOptions {
  readonly kind?: AuditKind;
  readonly actor?: string;
  readonly code?: string;
  readonly from?: number;
  readonly until?: number;
  readonly limit?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const limitDefault = 100;
const titles = ['recorded', 'kind', 'actor', 'what', 'about', 'outcome'] as const;

@Command({ name: 'audit-records', description: 'what was refused, done by operators, exported and configured: who, when, what; newest first' })
export class AuditRecordsCommand extends LedgerCommand<RecordsOptions> {
  protected override async execute(_args: readonly string[], { limit = limitDefault, ...options }: RecordsOptions): Promise<void> {
    const { kind, actor, code, from, until } = options;
    const question: AuditQuestion = {
      ...(kind === undefined ? {} : { kind }), ...(actor === undefined ? {} : { actor }), ...(code === undefined ? {} : { code }),
      ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }),
    };
    const reading = await openForReading(this.placeOf(options));
    try {
      const { items, isWhole } = await read(reading, question, limit);
      this.show(items, options);
      if (!isWhole) this.terminal.note(`The newest ${items.length} are shown; --limit shows more, --until those before.`);
    } finally {
      await reading.close();
    }
  }

  private show(items: readonly AuditRecordView[], { json, csv }: RecordsOptions): void {
    if (json === true) {
      this.terminal.print(JSON.stringify(items, null, 2));
      return;
    }
    const rows = items.map((item) => {
      const { what, about, outcome } = recordInWords(item);
      return [item.recordedAt, item.kind, item.actor, what, about, outcome];
    });
    if (csv === true) {
      process.stdout.write([[...titles], ...rows].map(csvLine).join(''));
    } else {
      this.terminal.print(rows.length === 0 ? 'No such record.' : renderTable(titles.map((title) => ({ title })), rows, this.terminal.style));
    }
  }

  @Option({ flags: '--kind <kind>', description: auditKinds.join(', '), choices: [...auditKinds] })
  kind(kind: string): string {
    return kind;
  }

  @Option({ flags: '--actor <name>', description: 'the name of a key, or of a program and its user' })
  actor(name: string): string {
    return name;
  }

  @Option({ flags: '--code <code>', description: 'refusals with this code' })
  code(code: string): string {
    return code;
  }

  @Option({ flags: '--from <time>', description: 'recorded then or later, as 2011-01-31T12:00:00Z; a day: from its beginning in UTC' })
  from(text: string): number {
    return timeOf(text, '--from');
  }

  @Option({ flags: '--until <time>', description: 'recorded before then; a day: before its beginning in UTC' })
  until(text: string): number {
    return timeOf(text, '--until');
  }

  @Option({ flags: '--limit <number>', description: `most records shown (default ${limitDefault})` })
  limit(text: string): number {
    if (!/^[1-9]\d{0,5}$/.test(text)) throw new CliFailure('usage', '--limit takes a whole number from 1 to 999999.');
    return Number(text);
  }

  @Option({ flags: '--json', description: 'as JSON' })
  json(): boolean {
    return true;
  }

  @Option({ flags: '--csv', description: 'as CSV, safe for a spreadsheet' })
  csv(): boolean {
    return true;
  }
}

async function read(reading: Reading, question: AuditQuestion, limit: number): Promise<{ readonly items: readonly AuditRecordView[]; readonly isWhole: boolean }> {
  const items: AuditRecordView[] = [];
  for (let after: number | undefined; ; ) {
    const page = await readAuditRecords(reading, { ...question, limit: limit - items.length, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    if (page.next === null || items.length === limit) return { items, isWhole: page.next === null };
    after = page.next;
  }
}

function timeOf(text: string, option: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? { time: Date.parse(`${text}T00:00:00Z`) } : parseKnownAt(text, option);
  if (!('time' in at) || Number.isNaN(at.time)) {
    throw new CliFailure('usage', `${option} takes a day or a time, such as 2011-02-01T00:00:00Z.`);
  }
  return at.time;
}
