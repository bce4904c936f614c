import { valueAt, type PathRoots } from './document-path';
import { ExactNumber, type ExactValue } from './exact-json';
import type { TargetType } from './mapping-targets';
import type { MappedValue, MappingCondition } from './mapping.schema';
import { readDay } from './written-day';
import { readDecimal } from './written-decimal';

/** Why a document does not become a command: where in it, for which field, and what is wrong. */
export interface IntakeFault {
  readonly code: string;
  /** Path in the document, as the mapping names it; with the place of the line where there is one. */
  readonly path: string;
  /** Field of the command. */
  readonly field: string;
  readonly message: string;
}

export type ReadValue = { readonly kind: 'value'; readonly text: string } | { readonly kind: 'absent' } | { readonly kind: 'fault'; readonly code: string; readonly message: string };

const shownMax = 60;

/** Reads one value of a document as the text that the command takes. Never throws, and shows no value of a personal field. */
export function readValue(spec: MappedValue, type: TargetType, roots: PathRoots, isPersonal = false): ReadValue {
  const found = spec.constant === undefined ? foundAt(spec, roots) : { value: spec.constant };
  if (found === undefined) {
    return spec.default === undefined ? { kind: 'absent' } : { kind: 'value', text: spec.default };
  }
  if (found === 'composite') {
    return { kind: 'fault', code: 'INTAKE.VALUE_COMPOSITE', message: 'is an object or a list where one value is asked for' };
  }
  const said = spec.constant === undefined ? translated(spec, found.value) : { kind: 'value' as const, value: spec.constant };
  if (said.kind === 'fault') {
    return { ...said, message: `${shown(found.value, isPersonal)} ${said.message}` };
  }
  if (said.value === '') {
    return spec.default === undefined ? { kind: 'absent' } : { kind: 'value', text: spec.default };
  }
  const read = written(said.value, type, spec);
  if (!read.ok) {
    return { kind: 'fault', code: 'INTAKE.VALUE_UNREADABLE', message: `${shown(said.value, isPersonal)} cannot be read: it ${read.rule}` };
  }
  return { kind: 'value', text: `${spec.prefix ?? ''}${read.text}` };
}

type Scalar = string | ExactNumber;
type Found = { readonly value: Scalar } | 'composite' | undefined;

function foundAt({ path, join = ' ' }: MappedValue, roots: PathRoots): Found {
  if (!Array.isArray(path)) {
    return path === undefined ? undefined : scalarAt(String(path), roots);
  }
  const parts = (path as readonly string[]).map((one) => scalarAt(one, roots));
  if (parts.includes('composite')) {
    return 'composite';
  }
  const texts = parts.flatMap((part) => (part === undefined || part === 'composite' ? [] : [textOf(part.value)]));
  return texts.length === 0 ? undefined : { value: texts.join(join) };
}

/** Null, nothing and blanks are no value; true and false are the words. */
function scalarAt(path: string, roots: PathRoots): Found {
  const value: ExactValue | undefined = valueAt(path, roots);
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    return undefined;
  }
  if (typeof value === 'boolean') {
    return { value: String(value) };
  }
  return typeof value === 'string' || value instanceof ExactNumber ? { value } : 'composite';
}

/** A number as text is its plain decimal without zeros at its end: 7 and 7.0 name the same thing. */
export function textOf(value: Scalar): string {
  if (typeof value === 'string') {
    return value.trim();
  }
  const plain = readDecimal(value, {});
  return plain.ok ? (plain.text.includes('.') ? plain.text.replace(/\.?0+$/, '') : plain.text) : value.text;
}

type Translated = { readonly kind: 'value'; readonly value: Scalar } | Extract<ReadValue, { readonly kind: 'fault' }>;

function translated({ table, otherwise }: MappedValue, value: Scalar): Translated {
  if (table === undefined) {
    return { kind: 'value', value };
  }
  const word = textOf(value);
  const found = Object.hasOwn(table, word) ? table[word] : otherwise;
  return found === undefined
    ? { kind: 'fault', code: 'INTAKE.WORD_UNKNOWN', message: 'is not in the mapping’s table' }
    : { kind: 'value', value: found };
}

function written(value: Scalar, type: TargetType, spec: MappedValue): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly rule: string } {
  switch (type) {
    case 'decimal':
      // A word of the table and a constant are written as the command has them.
      return readDecimal(value, spec.constant !== undefined || spec.table !== undefined ? {} : spec);
    case 'day': {
      const read = typeof value === 'string' ? readDay(value, spec.constant === undefined ? spec : {}) : ({ ok: false, rule: 'is a number, not a day' } as const);
      return read.ok ? { ok: true, text: read.day } : read;
    }
    case 'text':
      // One line, as documents print it.
      return { ok: true, text: textOf(value).replace(/\s+/g, ' ') };
    case 'id':
    case 'code':
      return { ok: true, text: textOf(value) };
  }
}

const shown = (value: Scalar, isPersonal: boolean): string => (isPersonal ? 'the value' : JSON.stringify(textOf(value).slice(0, shownMax)));

/** Whether all conditions hold. A value that is an object or a list is no word, and not empty. */
export const conditionsHold = (conditions: readonly MappingCondition[], roots: PathRoots): boolean => conditions.every((one) => conditionHolds(one, roots));

export function conditionHolds({ path, in: among, notIn, empty }: MappingCondition, roots: PathRoots): boolean {
  const found = scalarAt(path, roots);
  const word = found === undefined || found === 'composite' ? undefined : textOf(found.value);
  return (
    (empty === undefined || (found === undefined) === empty) &&
    (among === undefined || (word !== undefined && among.includes(word))) &&
    (notIn === undefined || word === undefined || !notIn.includes(word))
  );
}
