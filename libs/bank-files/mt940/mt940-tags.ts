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

function tagsOf(text: string): readonly Mt940Tag[] {
  const tags: { id: string; lines: string[]; line: number }[] = [];
  let inTag = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const [, id, first] = tagStart.exec(line) ?? [];
    if (id !== undefined) {
      tags.push({ id, lines: [first ?? ''], line: index + 1 });
      inTag = true;
    } else if (envelope.test(line)) {
      inTag = false;
    } else if (inTag && line !== '') {
      tags.at(-1)?.lines.push(line);
    }
  }
  return tags;
}
