import { eventSchemaId } from './event-schema';
import type { PublicEvent } from './public-event';

/** CloudEvents 1.0 in JSON, structured mode. Extension attributes are lower-case, as the specification asks. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  /** The ledger: id and source together name one fact in the world. */
  readonly source: string;
  readonly type: string;
  /** The stream the fact stands in. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /** Ledger sequence as text: sequences can outgrow the integers of CloudEvents. */
  readonly sequence: string;
  readonly revision: string;
  readonly actor: string;
  readonly commandid: string;
  readonly correlationid: string;
  readonly causationid: string;
  readonly data: unknown;
}

/** The envelope that other people's event routers read. Source: CloudEvents 1.0.2, JSON event format. */
export const cloudEvent = (event: PublicEvent, ledgerId: string): CloudEvent => ({
  specversion: '1.0',
  id: event.id,
  source: `urn:daybook:ledger:${ledgerId}`,
  type: `daybook.${event.type}.v${event.schemaVersion}`,
  subject: event.stream,
  time: event.recordedAt,
  datacontenttype: 'application/json',
  dataschema: eventSchemaId(event.type, event.schemaVersion),
  sequence: String(event.sequence),
  revision: String(event.revision),
  actor: event.actor,
  commandid: event.commandId,
  correlationid: event.correlationId,
  causationid: event.causationId,
  data: event.data,
});
