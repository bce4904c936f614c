/**
 * What text from outside may hold. Control characters forge log lines and file names, bidirectional controls
 * show another order than is stored, lone surrogates cannot be written as UTF-8.
 */
const neverInText = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Ids take no invisible characters at all: two ids that look the same must be the same. */
const neverInId = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Longest id in percent-encoded form, so that two ids and a category fit one stream name. */
export const escapedIdLengthMax = 110;

export function isCleanText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max && !neverInText.test(value);
}

/** Text of several paragraphs: line feeds are let through, nothing else that is not seen. */
export const isCleanParagraphs = (value: unknown, max: number): value is string => typeof value === 'string' && isCleanText(value.replaceAll('\n', ' '), max);

/** What no eye sees, alone or together: spaces of any kind, joiners, fillers, variation selectors. */
const neverSeen = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;

/** How much of a text can be seen, in UTF-16 units: a message of joiners and fillers says nothing. */
export const visibleLength = (text: string): number => text.replace(neverSeen, '').length;

/** @param max in UTF-16 units, 64 unless the id is put together from two others. */
export function isCleanId(value: unknown, max = 64): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > max) {
    return false;
  }
  if (neverInId.test(value) || value.trim() !== value) {
    return false;
  }
  return escapedLength(value) <= (max > 64 ? 2 * escapedIdLengthMax : escapedIdLengthMax);
}

const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** A plain code: what names legal entities, series and sources. */
export const isCode = (value: unknown): value is string => typeof value === 'string' && codePattern.test(value);

/** `{entityId}~{customerId}`: a code, and an id that may hold further tildes. */
export function isAccountId(value: unknown): value is string {
  if (typeof value !== 'string') {
    return false;
  }
  const split = value.indexOf('~');
  return split > 0 && isCode(value.slice(0, split)) && isCleanId(value.slice(split + 1));
}

function escapedLength(value: string): number {
  let length = 0;
  for (const char of value) {
    length += /[A-Za-z0-9_.~-]/.test(char) ? 1 : 3 * Buffer.byteLength(char);
  }
  return length;
}

/** One form for canonically equal text, so that it is one id and one content hash. */
export const normalised = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value);
