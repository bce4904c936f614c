import { parseExactJson, type ExactJson, type ExactValue } from '#billing';
import type { GivenValue } from './given-document';
import { inputText, wholeText } from './open-input';

const jsonCharactersMax = 64 * 1024 * 1024;
const lineCharactersMax = 1024 * 1024;
/** Documents of one JSON list. */
const listMax = 1_000_000;

/** One JSON document, or a list of them. */
export async function* jsonValues(file: string): AsyncGenerator<GivenValue> {
  const text = await wholeText(file, jsonCharactersMax);
  const read = parseExactJson(text, listMax);
  if (!read.ok) {
    yield { line: lineAt(text, read.fault.at), fault: faultOf(read) };
    return;
  }
  const values = Array.isArray(read.value) ? (read.value as readonly ExactValue[]) : [read.value];
  for (const [index, value] of values.entries()) {
    // A list is counted by its elements: a document may take many lines, or many documents one.
    yield { line: index + 1, value };
  }
}

/** One JSON document a line. A line that cannot be read is named, and the others go on. */
export async function* jsonLines(file: string): AsyncGenerator<GivenValue> {
  let held = '';
  let line = 0;
  for await (const piece of inputText(file)) {
    const lines = (held + piece).split('\n');
    held = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      yield* valueOf(text, line);
    }
  }
  yield* valueOf(held, line + 1);
}

function* valueOf(written: string, line: number): Generator<GivenValue> {
  const text = (line === 1 ? written.replace(/^\ufeff/, '') : written).trim();
  if (text === '') {
    return;
  }
  if (text.length > lineCharactersMax) {
    yield { line, fault: { code: 'JSON.TOO_LONG', path: '', field: '', message: `the document has more than ${lineCharactersMax} characters` } };
    return;
  }
  const read = parseExactJson(text);
  yield read.ok ? { line, value: read.value } : { line, fault: faultOf(read) };
}

const faultOf = ({ fault }: Extract<ExactJson, { readonly ok: false }>) => ({ code: fault.code, path: '', field: '', message: fault.message });

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
