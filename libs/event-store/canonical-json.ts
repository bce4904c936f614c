import { hash } from 'node:crypto';

const loneSurrogate = /\p{Surrogate}/u;
/** Printable ASCII that JSON writes as it is: nearly every string of an event, and the expensive checks are then moot. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * RFC 8785 (JSON Canonicalization Scheme) text of plain JSON, so that equal content has equal bytes.
 * Numbers are safe integers only: amounts, rates and quantities travel as strings here. Object members that are
 * `undefined` are left out, as JSON does.
 *
 * @throws TypeError for anything that has no canonical form here: fractions, lone surrogates, class instances,
 *   undefined in an array, functions.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`canonical JSON takes safe integers, not ${value}: write it as a string`);
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw new TypeError(`canonical JSON has no form for ${typeof value}`);
  }
}

/** A string as RFC 8785 writes it. @throws TypeError for a lone surrogate. */
export function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw new TypeError('canonical JSON takes well-formed Unicode only, without lone surrogates');
  return JSON.stringify(text);
}

function canonicalArray(values: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(values[index]);
  }
  return `${text}]`;
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('canonical JSON takes plain objects only');
  let text = '{';
  // The default sort compares UTF-16 code units, which is the order RFC 8785 asks for.
  for (const key of Object.keys(value).sort()) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    if (text !== '{') text += ',';
    text += memberName(key) + canonicalJson(member);
  }
  return `${text}}`;
}

const memberNames = new Map<string, string>();
const memberNamesMax = 10_000;

/** `"key":`, kept: events have few member names, and each stands in every event. */
function memberName(key: string): string {
  const known = memberNames.get(key);
  if (known !== undefined) return known;
  const name = `${canonicalString(key)}:`;
  if (memberNames.size < memberNamesMax) memberNames.set(key, name);
  return name;
}

/** SHA-256 of UTF-8 text, lower-case hex. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** What tells "sent again" from "sent with other content": versioned, over the canonical form of the content. */
export const inputHash = (content: unknown): string => `v1:${sha256(canonicalJson(content))}`;
