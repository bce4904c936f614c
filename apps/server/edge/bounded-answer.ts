/** Longest text of an answer that says what is wrong: some sentences with ids in them. */
export const saidMax = 2_000;
/** Longest value shown back. */
export const valueMax = 200;
/** Most refused fields listed; nobody mends more at once. */
export const fieldsListedMax = 50;

const elementsMax = 100;
const depthMax = 5;

/** A text of at most so many characters: the rest is an ellipsis and how long it was. Never cut inside a character. */
export function shortText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}… (${text.length} characters)`;
}

/** What a refusal shows of what it speaks of: its texts, lists and objects shortened, whatever anybody sent. */
export function shortValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return shortText(value, valueMax);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth >= depthMax) {
    return '…';
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, elementsMax).map((each) => shortValue(each, depth + 1));
    return value.length > elementsMax ? [...shown, `… (${value.length} elements)`] : shown;
  }
  return Object.fromEntries(Object.entries(value).slice(0, elementsMax).map(([name, each]) => [shortText(name, valueMax), shortValue(each, depth + 1)]));
}
