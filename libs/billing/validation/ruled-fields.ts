import type { FieldRule } from './fields';

/** A field of a body class as it was declared. */
export interface RuledProperty {
  readonly rule: FieldRule;
  readonly optional: boolean;
}

const declared = new Map<object, Map<string, RuledProperty>>();

/** Keeps what a field was declared with, by the class's prototype. */
export function declareRuledField(prototype: object, name: string, property: RuledProperty): void {
  const fields = declared.get(prototype) ?? new Map<string, RuledProperty>();
  declared.set(prototype, fields);
  fields.set(name, property);
}

/** The fields of a class that has no parent. */
export const ruledFieldsOf = (kind: new () => object): ReadonlyMap<string, RuledProperty> =>
  declared.get(kind.prototype as object) ?? new Map<string, RuledProperty>();
