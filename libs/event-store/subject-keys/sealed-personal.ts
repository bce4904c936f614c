import { mapPersonal, type DomainEvent, type EventDefinition } from '#ledger';
import { canonicalJson } from '../canonical-json';
import { keyIdOf, openText, sealText } from './sealed-text';
import type { SubjectKeys } from './subject-keys';

/** How a sealed field stands in the log: `{"sealed":"…"}` in the place of an object or a text. */
export const sealedMark = '{"sealed":"';

interface Sealed {
  readonly sealed: string;
}

/** Sealed for nobody: the subject had no key any more when the fact was written. */
const forNobody: Sealed = { sealed: 'erased' };

/** The same field moved to another stream, type or subject opens no more. */
const placeOf = (stream: string, type: string, field: string, subject: string): string => [stream, type, field, subject].join('\n');

/** The data with every personal field sealed under its subject's key; the event itself stays as it is. */
export function sealPersonal(keys: SubjectKeys, stream: string, { type, data }: DomainEvent): unknown {
  return mapPersonal(type, data, (value, subject, field): Sealed => {
    const key = keys.forSealing(subject);
    return key === null ? forNobody : { sealed: sealText(key, placeOf(stream, type, field, subject), canonicalJson(value)) };
  });
}

/**
 * The stored data with its sealed fields open. One whose key is destroyed, or for which there are no keys at all, has
 * what its schema requires and nothing in it.
 *
 * @throws SubjectKeyMissing; Error when a sealed field was not sealed for its place.
 */
export function openPersonal(keys: SubjectKeys | undefined, stream: string, { type, schema }: EventDefinition, data: Record<string, unknown>): Record<string, unknown> {
  const opened = mapPersonal(type, data, (value, subject, field) => {
    if (!isSealed(value)) return value;
    const key = keys === undefined || value.sealed === forNobody.sealed ? null : keys.find(keyIdOf(value.sealed));
    return key === null ? blankOf(type, schema as SchemaNode, field) : (JSON.parse(openText(key, placeOf(stream, type, field, subject), value.sealed)) as unknown);
  });
  return opened as Record<string, unknown>;
}

const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string';

interface SchemaNode {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** Nothing, in the shape of the field: an empty text for each one that is required. */
function blankOf(type: string, schema: SchemaNode, field: string): unknown {
  const node = fieldOf(schema, field);
  if (node === undefined) throw new Error(`the schema of ${type} has no field ${field}, which is marked as personal`);
  return node.type === 'string' ? '' : Object.fromEntries((node.required ?? []).map((name) => [name, '']));
}

/** The first field of this name: fields of one name in one event are of one shape. */
function fieldOf(node: SchemaNode, field: string): SchemaNode | undefined {
  const direct = node.properties?.[field];
  if (direct !== undefined) return direct;
  for (const below of [...Object.values(node.properties ?? {}), ...(node.items === undefined ? [] : [node.items])]) {
    const found = fieldOf(below, field);
    if (found !== undefined) return found;
  }
  return undefined;
}
