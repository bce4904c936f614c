import { canonicalJson, canonicalString, type RecordedEvent } from '#event-store';

/** Where a fact stands in its ledger. */
export interface FactPlace {
  /** Count of own events up to this one, from 1. */
  readonly sequence: number;
  /** Running maximum of the stamps, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
}

/**
 * One fact as a line of canonical JSON without its line end. What has no canonical form cannot be what was written: it
 * stands there as a string that holds its text, so that whoever checks the export finds it.
 */
export function factLine({ data, id, metadata, revision, stream, type }: RecordedEvent, { sequence, recordedAt }: FactPlace): string {
  return (
    `{"data":${asStored(data)},"id":${canonicalString(id)},"metadata":${asStored(metadata)},"recordedAt":${recordedAt},` +
    `"revision":${revision},"sequence":${sequence},"stream":${canonicalString(stream)},"type":${canonicalString(type)}}`
  );
}

function asStored(text: string): string {
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return JSON.stringify(text);
  }
}
