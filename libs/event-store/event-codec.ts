import { isOwnStreamName, type DomainEvent, type EventDefinition } from '#ledger';
import { hashOfBytes, prefixedBytes } from './byte-text';
import { canonicalJson, sha256 } from './canonical-json';
import { contentHashOf, lengthPrefixed, hashedMetadata } from './content-hash';
import type { EventMetadata, EventOrigin, StoredEvent } from './envelope';
import { UnknownEventType } from './errors';
import { EventSchemas } from './event-schemas';
import type { EventToAppend, RecordedEvent } from './port';
import type { StoredBytes } from './stored-bytes';
import { openPersonal, sealedMark, sealPersonal } from './subject-keys/sealed-personal';
import type { SubjectKeys } from './subject-keys/subject-keys';
import { uuidV5 } from './uuid-v5';

export interface EventCodecOptions {
  readonly definitions: readonly EventDefinition[];
  readonly ledgerId: string;
  /**
   * Seals what events say of people. Without it nothing is sealed, and what was sealed reads as if its keys were
   * destroyed: for those who may see the log and not the people in it.
   */
  readonly keys?: SubjectKeys;
}

/** Between domain events and what the store keeps: validation, hashes, ids, and upcasting in one place. */
export class EventCodec {
  readonly ledgerId: string;
  readonly keys: SubjectKeys | undefined;
  private readonly schemas: EventSchemas;

  constructor({ definitions, ledgerId, keys }: EventCodecOptions) {
    this.ledgerId = ledgerId;
    this.keys = keys;
    this.schemas = new EventSchemas(definitions);
  }

  /**
   * Makes the stored form of one event at its intended place. The same event, origin and place give the same id.
   *
   * @param revision the revision the event will stand at, not the expected one of the append.
   * @throws SchemaViolation naming the field.
   */
  encode(stream: string, revision: number, event: DomainEvent, origin: EventOrigin): EventToAppend {
    const { version } = this.schemas.check(event.type, event.data);
    const data = canonicalJson(this.keys === undefined ? event.data : sealPersonal(this.keys, stream, event));
    const { contentHash, metadata } = hashedMetadata(
      { stream, revision, type: event.type, version, data },
      {
        schemaVersion: version,
        $correlationId: origin.correlationId,
        $causationId: origin.causationId,
        actor: origin.actor,
        commandId: origin.commandId,
        ledgerId: this.ledgerId,
        inputHash: origin.inputHash,
      },
    );
    return { id: eventId(stream, revision, contentHash), type: event.type, data, metadata };
  }

  /**
   * The event with its data in today's version; null when it is not an own event.
   *
   * @throws UnknownEventType for an own event of a type or version from a newer program.
   */
  decode(recorded: RecordedEvent): StoredEvent | null {
    const metadata = this.ownMetadata(recorded);
    if (metadata === null) return null;
    const { stream, revision, position, id, type } = recorded;
    const definition = this.schemas.definition(type);
    if (definition === undefined || metadata.schemaVersion > definition.version) {
      throw new UnknownEventType(type, metadata.schemaVersion, stream, revision);
    }
    const parsed = JSON.parse(recorded.data) as Record<string, unknown>;
    const opened = recorded.data.includes(sealedMark) ? openPersonal(this.keys, stream, definition, parsed) : parsed;
    const data = upcast(definition, metadata.schemaVersion, opened);
    return { stream, revision, position, id, type, data, metadata, recordedAt: metadata.copy?.recordedAt ?? recorded.createdAt };
  }

  /** Whether the event counts: its metadata carries this ledger's id and its stream fits the grammar. */
  isOwn(recorded: RecordedEvent): boolean {
    return this.ownMetadata(recorded) !== null;
  }

  /** Recomputes the content hash over the stored form. False also for an own event whose id does not follow from it. */
  verifyContentHash(recorded: RecordedEvent): boolean {
    return this.inspect(recorded)?.intact ?? false;
  }

  /**
   * What proofs need of an own event as stored, and whether content hash and id follow from what is stored; null for any other.
   *
   * @param withId false where something else binds the id: working it out takes as long as all the rest.
   */
  inspect(recorded: RecordedEvent, withId = true): InspectedEvent | null {
    const form = this.storedForm(recorded);
    if (form === null) return null;
    const { stream, revision, id } = recorded;
    const fits = storedTextHash(recorded, form) === form.contentHash || canonicalHash(recorded) === form.contentHash;
    return { contentHash: form.contentHash, copy: form.copy, intact: fits && (!withId || id === eventId(stream, revision, form.contentHash)) };
  }

  /**
   * As `inspect`, of an event in the bytes it is kept in. What fits its hash as it lies there, in the shape this program
   * writes, needs no more; everything else is looked at as the port gives it.
   */
  inspectBytes(kept: StoredBytes, withId = true): InspectedEvent | null {
    const written = writtenMetadata.exec(kept.metadata);
    if (written === null || written[4] !== this.ledgerId || kept.type.startsWith('$') || !isOwnStreamName(kept.stream)) {
      return this.inspect(kept.recorded(), withId);
    }
    const [, contentHash = '', copiedAt, copiedAs, , schemaVersion = ''] = written;
    const copy = copiedAt === undefined ? undefined : { recordedAt: Number(copiedAt), sequence: Number(copiedAs) };
    const copyText = copy === undefined ? '' : `,"copy":{"recordedAt":${copy.recordedAt},"sequence":${copy.sequence}}`;
    if (keptBytesHash(kept, { contentHash, schemaVersion, copyText }) !== contentHash) return this.inspect(kept.recorded(), withId);
    return { contentHash, copy, intact: !withId || kept.id === eventId(kept.stream, Number(kept.revision), contentHash) };
  }

  /** Metadata as this program writes it is read by its shape, several times faster than by parsing; any other is parsed. */
  private storedForm(recorded: RecordedEvent): StoredForm | null {
    const written = writtenMetadata.exec(recorded.metadata);
    if (written === null) return this.ownMetadata(recorded);
    const [, contentHash = '', copiedAt, copiedAs, ledgerId, schemaVersion] = written;
    if (ledgerId !== this.ledgerId || recorded.type.startsWith('$') || !isOwnStreamName(recorded.stream)) return null;
    const copy = copiedAt === undefined ? undefined : { recordedAt: Number(copiedAt), sequence: Number(copiedAs) };
    return { contentHash, copy, schemaVersion: Number(schemaVersion) };
  }

  private ownMetadata(recorded: RecordedEvent): EventMetadata | null {
    // The cheap look comes first: nearly every foreign event fails it, and then nothing is parsed.
    if (!recorded.metadata.includes('"ledgerId"') || recorded.type.startsWith('$')) return null;
    if (!isOwnStreamName(recorded.stream)) return null;
    const metadata = parseMetadata(recorded.metadata);
    return metadata?.ledgerId === this.ledgerId ? metadata : null;
  }
}

/** An own event as it lies in the store, judged by its stored form alone. */
export interface InspectedEvent {
  readonly contentHash: string;
  /** What a copy of the whole log kept of its source. */
  readonly copy: EventMetadata['copy'];
  readonly intact: boolean;
}

interface StoredForm extends Pick<EventMetadata, 'contentHash' | 'schemaVersion'> {
  readonly copy?: EventMetadata['copy'];
}

/** Canonical metadata without any escape: content hash, place in a copied log, ledger id, schema version. */
const writtenMetadata = new RegExp(
  '^\\{"\\$causationId":"[^"\\\\]*","\\$correlationId":"[^"\\\\]*","actor":"[^"\\\\]*","commandId":"[^"\\\\]*","contentHash":"([0-9a-f]{64})",' +
    '(?:"copy":\\{"recordedAt":(\\d{1,15}),"sequence":(\\d{1,15})\\},)?' +
    '"inputHash":"[^"\\\\]*","ledgerId":"([^"\\\\]*)","schemaVersion":(\\d{1,9})\\}$',
);

/** UUIDv5 over stream, revision and content hash: an equal id means equal content at the same place. */
export const eventId = (stream: string, revision: number, contentHash: string): string =>
  uuidV5(lengthPrefixed([stream, String(revision), contentHash]));

/**
 * The content hash of the texts as they lie there, `contentHash` and `copy` cut out: right without parsing wherever a
 * store gives back the bytes that were written. Of other bytes it is the hash of something else, never a false match.
 */
function storedTextHash({ stream, revision, type, data, metadata: text }: RecordedEvent, { schemaVersion, contentHash, copy }: StoredForm): string {
  const rest = text.replace(`,"contentHash":"${contentHash}"`, '');
  const bound = copy === undefined ? rest : rest.replace(`,"copy":{"recordedAt":${copy.recordedAt},"sequence":${copy.sequence}}`, '');
  return sha256(lengthPrefixed(['daybook-event-1', stream, String(revision), type, String(schemaVersion), data, bound]));
}

/** As `storedTextHash`. Metadata of the written shape hold their content hash once, and straight behind it what a copy added. */
function keptBytesHash({ stream, revision, type, data, metadata }: StoredBytes, { contentHash, schemaVersion, copyText }: HashParts): string | null {
  const cut = `,"contentHash":"${contentHash}"${copyText}`;
  const from = metadata.indexOf(cut);
  if (from === -1) return null;
  return hashOfBytes(
    `15:daybook-event-1${prefixedBytes(stream)}${prefixedBytes(revision)}${prefixedBytes(type)}${prefixedBytes(schemaVersion)}` +
      `${data.length}:${data}${metadata.length - cut.length}:${metadata.slice(0, from)}${metadata.slice(from + cut.length)}`,
    'hex',
  );
}

interface HashParts {
  readonly contentHash: string;
  readonly schemaVersion: string;
  /** The member that a copy of the log added, with the comma before it; empty where there is none. */
  readonly copyText: string;
}

/** Null when what is stored has no canonical form: then it cannot be what was written. */
function canonicalHash({ stream, revision, type, data, metadata: text }: RecordedEvent): string | null {
  try {
    const metadata = JSON.parse(text) as EventMetadata;
    const canonical = canonicalJson(JSON.parse(data));
    return contentHashOf({ stream, revision, type, version: metadata.schemaVersion, data: canonical, metadata: { ...metadata } });
  } catch {
    return null;
  }
}

function upcast(definition: EventDefinition, version: number, stored: Record<string, unknown>): Record<string, unknown> {
  let data = stored;
  for (const lift of definition.upcasts.slice(version - 1)) data = lift(data);
  return data;
}

function parseMetadata(text: string): EventMetadata | null {
  try {
    const value: unknown = JSON.parse(text);
    const fits = typeof value === 'object' && value !== null && 'schemaVersion' in value && Number.isInteger(value.schemaVersion);
    return fits ? (value as EventMetadata) : null;
  } catch {
    return null;
  }
}
