import type { AuditRecordView } from '#billing';
import type { AuditRecordEvent } from '#ledger';

/** One line of a table: what it was, about what, and what came of it. */
export interface RecordInWords {
  readonly what: string;
  readonly about: string;
  readonly outcome: string;
}

const change = ({ name, before, after }: { readonly name: string; readonly before?: string; readonly after?: string }): string =>
  `${name}: ${before ?? '–'} → ${after ?? '–'}`;

/** The same in words for every type of record; their figures and ids stand in the JSON. */
export function recordInWords({ type, data }: Pick<AuditRecordView, 'type' | 'data'>): RecordInWords {
  // Type and data were read from one event.
  const event = { type, data } as AuditRecordEvent;
  switch (event.type) {
    case 'CommandRefused': {
      const { command, subjects, kind, code } = event.data;
      return { what: command, about: subjects.map(({ field, id }) => `${field} ${id}`).join(', '), outcome: `${code} (${kind})` };
    }
    case 'RefusalsCounted': {
      const { total, counts, others } = event.data;
      const named = counts.map(({ actor, command, code, count }) => `${count} × ${code} of ${command} by ${actor}`);
      return { what: `${total} refusals, counted`, about: [...named, ...(others === 0 ? [] : [`${others} others`])].join('; '), outcome: '' };
    }
    case 'AdministrativeActBegun':
      return { what: event.data.act, about: [event.data.subject ?? '', ...event.data.changes.map(change)].filter((text) => text !== '').join(', '), outcome: 'begun' };
    case 'AdministrativeActEnded':
      return { what: event.data.act, about: event.data.subject ?? '', outcome: event.data.outcome };
    case 'ExportMade': {
      const { format, parameters, throughSequence } = event.data;
      const through = throughSequence === undefined ? '' : `through sequence ${throughSequence}`;
      return { what: `export ${format}`, about: parameters.map(({ name, value }) => `${name} ${value}`).join(', '), outcome: through };
    }
    case 'ConfigurationChanged':
      return { what: 'configuration', about: event.data.settings.map(change).join(', '), outcome: '' };
  }
}
