/** What makes a body unfit although JSON.parse would take it. */
export type JsonFault =
  | { readonly code: 'JSON.SYNTAX'; readonly detail: string }
  | { readonly code: 'JSON.TOO_DEEP'; readonly detail: string }
  | { readonly code: 'JSON.TOO_WIDE'; readonly detail: string }
  | { readonly code: 'JSON.DUPLICATE_KEY'; readonly detail: string }
  | { readonly code: 'JSON.FORBIDDEN_KEY'; readonly detail: string };

export type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault };

export const depthMax = 32;
/** The longest list any body takes, and the most fields any object has. */
export const elementsMax = 5000;
export const fieldsMax = 100;

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

interface Level {
  /** Keys seen, for an object; null for an array. */
  readonly keys: Set<string> | null;
  elements: number;
}

/**
 * JSON without what parsers disagree on: a key twice in one object, keys that reach the prototype, a byte order
 * mark; and without depth or width that no body of ours has. One pass over the text before JSON.parse builds
 * anything, so that a hostile megabyte costs a few milliseconds.
 */
export function parseStrictJson(text: string): StrictJson {
  const fault = scan(text);
  if (fault !== null) {
    return { ok: false, fault };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, fault: { code: 'JSON.SYNTAX', detail: 'The body is not valid JSON. Send one JSON object in UTF-8, without a byte order mark.' } };
  }
}

function scan(text: string): JsonFault | null {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x22) {
      const end = endOfString(text, at);
      const fault = keyFault(text, at, end, levels.at(-1));
      if (fault !== null) {
        return fault;
      }
      at = end;
    } else if (char === 0x7b || char === 0x5b) {
      if (levels.length >= depthMax) {
        return { code: 'JSON.TOO_DEEP', detail: `The body is nested deeper than ${depthMax} levels. Send it flat, as the API reference shows.` };
      }
      levels.push({ keys: char === 0x7b ? new Set() : null, elements: 0 });
    } else if (char === 0x7d || char === 0x5d) {
      levels.pop();
    } else if (char === 0x2c) {
      const fault = widthFault(levels.at(-1));
      if (fault !== null) {
        return fault;
      }
    }
  }
  return null;
}

function widthFault(level: Level | undefined): JsonFault | null {
  if (level === undefined) {
    return null;
  }
  level.elements += 1;
  const max = level.keys === null ? elementsMax : fieldsMax;
  if (level.elements < max) {
    return null;
  }
  const what = level.keys === null ? `a list of more than ${elementsMax} elements` : `an object of more than ${fieldsMax} fields`;
  return { code: 'JSON.TOO_WIDE', detail: `The body has ${what}. Send it in parts.` };
}

/** Index of the closing quote, or the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x5c) {
      at += 1;
    } else if (char === 0x22) {
      return at;
    }
  }
  return text.length;
}

function keyFault(text: string, start: number, end: number, level: Level | undefined): JsonFault | null {
  if (level?.keys == null || !followedByColon(text, end)) {
    return null;
  }
  const key = unescaped(text.slice(start, end + 1));
  if (forbiddenKeys.has(key)) {
    return { code: 'JSON.FORBIDDEN_KEY', detail: `The body has the key ${key}, which no field is called. Remove it.` };
  }
  if (level.keys.has(key)) {
    return { code: 'JSON.DUPLICATE_KEY', detail: `An object of the body has the key ${JSON.stringify(key.slice(0, 60))} twice. Send each field once.` };
  }
  level.keys.add(key);
  return null;
}

function followedByColon(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char !== 0x20 && char !== 0x09 && char !== 0x0a && char !== 0x0d) {
      return char === 0x3a;
    }
  }
  return false;
}

/** `"\u005f_proto__"` is `__proto__` as well. */
function unescaped(literal: string): string {
  if (!literal.includes('\\')) {
    return literal.slice(1, -1);
  }
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
