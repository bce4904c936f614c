import { isExactObject, type ExactValue } from './exact-json';

/**
 * Where a mapping finds a value. A JSON Pointer (RFC 6901) leads from the line where lines are read, else from the
 * document; with `^` before it always from the document; `@name` is an attribute of the CloudEvent that carried it.
 */
export const pathPattern = '^(@[a-z0-9]{1,40}|\\^?(/([^/~]|~[01])*){1,16})$';

/** The list whose elements are the lines: a pointer that ends in `[]`; `[]` alone: the document is its only line. */
export const eachPattern = '^(/([^/~]|~[01])*){0,16}\\[\\]$';

/** What paths lead through. */
export interface PathRoots {
  readonly document: ExactValue;
  /** The line being read; absent outside lines. */
  readonly line?: ExactValue;
  /** Attributes of the CloudEvent; absent where there is none. */
  readonly attributes?: ReadonlyMap<string, string>;
}

/** The value at a path; undefined: there is none. Only own keys and places of lists are followed. */
export function valueAt(path: string, { document, line, attributes }: PathRoots): ExactValue | undefined {
  if (path.startsWith('@')) {
    return attributes?.get(path.slice(1));
  }
  return path.startsWith('^') ? followed(path.slice(1), document) : followed(path, line ?? document);
}

/** The lines of a document; undefined: nothing stands there, or it is no list. */
export function linesAt(each: string, document: ExactValue): readonly ExactValue[] | undefined {
  const pointer = each.slice(0, -2);
  if (pointer === '') {
    return [document];
  }
  const found = followed(pointer, document);
  return Array.isArray(found) ? (found as readonly ExactValue[]) : undefined;
}

function followed(pointer: string, from: ExactValue): ExactValue | undefined {
  let value: ExactValue | undefined = from;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isExactObject(value)) {
      value = value.get(key);
    } else if (Array.isArray(value) && /^(0|[1-9]\d{0,5})$/.test(key)) {
      value = (value as readonly ExactValue[])[Number(key)];
    } else {
      return undefined;
    }
  }
  return value;
}
