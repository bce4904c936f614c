import { ExactNumber, isExactObject, type ExactValue } from './exact-json';

/** A document as the plain objects that a schema checks. Numbers become JavaScript's: for settings, never for amounts. */
export function plainJson(value: ExactValue): unknown {
  if (value instanceof ExactNumber) {
    return Number(value.text);
  }
  if (isExactObject(value)) {
    return Object.fromEntries([...value].map(([name, field]) => [name, plainJson(field)]));
  }
  return Array.isArray(value) ? (value as readonly ExactValue[]).map(plainJson) : value;
}
