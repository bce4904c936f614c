import { EventCodec, canonicalJson, sha256, type EventOrigin, type RecordedEvent } from '#event-store';
import { exampleOf, type JsonSchema } from '#integration';
import { eventDefinitions, type EventDefinition } from '#ledger';
import { shapesLedgerId, type GoldenFact, type GoldenShape } from './golden-files';

const origin: EventOrigin = { actor: 'golden', commandId: 'golden', correlationId: 'golden', causationId: 'golden', inputHash: 'golden' };

/** The codec of the shapes; `definitions` other than today's show what the check sees. */
export const shapesCodec = (definitions: readonly EventDefinition[] = eventDefinitions): EventCodec => new EventCodec({ definitions, ledgerId: shapesLedgerId });

/** As the store gives it back. */
export const recorded = (fact: GoldenFact): RecordedEvent => ({ ...fact, createdAt: fact.recordedAt, position: '1' as RecordedEvent['position'] });

/**
 * A stored fact of a version that no whole log holds.
 *
 * @param data what a program of that version wrote; default: an example of today's schema.
 * @param place of the fact among the shapes: it has a stream of its own.
 */
export function shapeOf(definition: EventDefinition, version: number, place: number, data?: Readonly<Record<string, unknown>>): GoldenShape {
  const then = { ...definition, version, upcasts: [], ...(data === undefined ? {} : { schema: {} }) } as unknown as EventDefinition;
  const stream = `customer-shape${place}`;
  const written = data ?? (exampleOf(JSON.parse(JSON.stringify(definition.schema)) as JsonSchema) as Record<string, unknown>);
  const event = shapesCodec([then]).encode(stream, 0, { type: definition.type, data: written }, origin);
  const fact: GoldenFact = { ...event, stream, revision: 0, recordedAt: 1_700_000_000_000 + place };
  return { ...fact, readAs: readAs(fact) };
}

/** SHA-256 of the data as it reads today. @throws UnknownEventType, or what an upcast throws. */
export const readAs = (fact: GoldenFact, codec = shapesCodec()): string => sha256(canonicalJson(codec.decode(recorded(fact))!.data));

/** What is wrong with a shape as it reads today; null: nothing. */
export function shapeFault(shape: GoldenShape, codec = shapesCodec()): string | null {
  if (!codec.verifyContentHash(recorded(shape))) {
    return 'does not fit its content hash';
  }
  try {
    const read = codec.decode(recorded(shape));
    if (read === null) return 'is no own event any more';
    codec.encode(shape.stream, shape.revision, { type: read.type, data: read.data }, origin);
    return sha256(canonicalJson(read.data)) === shape.readAs ? null : 'reads as other data than when it was added';
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`;
  }
}

/** The line of the file, canonical. */
export const shapeLine = ({ data, metadata, ...rest }: GoldenShape): string => canonicalJson({ ...rest, data: JSON.parse(data) as unknown, metadata: JSON.parse(metadata) as unknown });
