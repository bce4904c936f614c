import { readCloudEvent, type Mapping } from '#billing';
import { csvValues } from './csv-documents';
import type { GivenDocument } from './given-document';
import { jsonLines, jsonValues } from './json-documents';

export const inputFormats = ['json', 'json-lines', 'csv'] as const;
export type InputFormat = (typeof inputFormats)[number];

/** The format a file's name tells; JSON when it tells none. */
export function formatOf(file: string): InputFormat {
  if (/\.csv$/i.test(file)) {
    return 'csv';
  }
  return /\.(jsonl|ndjson)$/i.test(file) ? 'json-lines' : 'json';
}

export interface GivenInput {
  readonly file: string;
  readonly format: InputFormat;
  /** Each value is a CloudEvent in structured mode; a JSON list of them is a batch. */
  readonly cloudEvents: boolean;
}

/** The documents of an input, one by one, in its order. */
export async function* givenDocuments({ file, format, cloudEvents }: GivenInput, mapping: Mapping): AsyncGenerator<GivenDocument> {
  const values = format === 'csv' ? csvValues(file, mapping) : format === 'json-lines' ? jsonLines(file) : jsonValues(file);
  for await (const given of values) {
    if ('fault' in given) {
      yield given;
    } else if (cloudEvents) {
      const read = readCloudEvent(given.value);
      yield read.ok ? { line: given.line, document: read.document } : { line: given.line, fault: read.fault };
    } else {
      yield { line: given.line, document: { value: given.value } };
    }
  }
}
