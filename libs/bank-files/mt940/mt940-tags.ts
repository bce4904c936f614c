import { refuseFile } from '../bank-file-refused';
import { LineCount } from '../file-bounds';

/** One tag with its text; a tag goes on over the lines that start none. */
export interface Mt940Tag {
  /** As `60F`. */
  readonly id: string;
  readonly lines: readonly string[];
  /** Line of the file where it starts, from 1. */
  readonly line: number;
}

const tagStart = /^:(\d{2}[A-Z]?|NS):(.*)$/s;

/**
 * The tags of all statements in a file, each starting with its `:20:`. The envelope of the network (`{1:…}`, `-}`) is
 * dropped, and so is what stands before the first statement.
 */
export function tagGroups(text: string): readonly (readonly Mt940Tag[])[] {
  const groups: Mt940Tag[][] = [];
  for (const tag of tagsOf(text)) {
    if (tag.id === '20') {
      groups.push([tag]);
    } else {
      groups.at(-1)?.push(tag);
    }
  }
  return groups;
}

const envelope = /^(?:\{|-\}|\s*-\s*$)/;

/** An entry has two tags, or three with a bank's own. */
const tagsMax = 200_000;
/** Lines of text behind all tags: five of an entry are many. */
const textLinesMax = 500_000;
/** Blank lines too. */
const linesMax = 1_000_000;

function tagsOf(text: string): readonly Mt940Tag[] {
  const tags: { id: string; lines: string[]; line: number }[] = [];
  const entries = new LineCount();
  let [inTag, line, more] = [false, 0, 0];
  for (const content of linesOf(text)) {
    line += 1;
    const [, id, first] = tagStart.exec(content) ?? [];
    if (id !== undefined) {
      tags.push({ id, lines: [first ?? ''], line });
      inTag = true;
      entries.add(id === '61' ? 1 : 0, { line });
    } else if (envelope.test(content)) {
      inTag = false;
    } else if (inTag && content !== '') {
      tags.at(-1)?.lines.push(content);
      more += 1;
    }
    refuseMany(tags.length, more, line);
  }
  return tags;
}

function refuseMany(tags: number, more: number, line: number): void {
  if (tags > tagsMax || more > textLinesMax || line > linesMax) {
    const most = `${tagsMax} tags, or ${textLinesMax} lines behind them, or ${linesMax} lines in all`;
    refuseFile('FILE.TOO_MANY_LINES', `The file has more than ${most}. Ask the bank for a shorter period, or split the file.`, { line });
  }
}

/** Line by line, however it ends: a file of nothing but line ends never becomes a list. */
function* linesOf(text: string): Generator<string> {
  const lineEnd = /\r\n|\n|\r/g;
  let start = 0;
  for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
    yield text.slice(start, end.index);
    start = lineEnd.lastIndex;
  }
  yield text.slice(start);
}
