import { Value } from '@sinclair/typebox/value';
import { isKnownTimeZone, refusal, type Refusal } from '#ledger';
import { requiredTargets } from './mapping-targets';
import { CustomerMapping, SaleMapping, type MappedFields, type MappedValue, type Mapping, type MappingCondition } from './mapping.schema';

export type CheckedMapping = { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly refusal: Refusal };

/** Longest mapping, in characters of its canonical JSON. */
export const mappingLengthMax = 65_536;

interface Fault {
  /** JSON Pointer into the mapping. */
  readonly path: string;
  readonly message: string;
}

/** Checks a mapping out of JSON: its shape, and that each value has one place it comes from. Never throws. */
export function checkMapping(given: unknown): CheckedMapping {
  const kind = typeof given === 'object' && given !== null && 'kind' in given ? given.kind : undefined;
  const schema = kind === 'sale' ? SaleMapping : kind === 'customer' ? CustomerMapping : null;
  if (schema === null) {
    return refused({ path: '/kind', message: 'a mapping is a JSON object whose kind is "sale" or "customer"' });
  }
  const [error] = Value.Errors(schema, given);
  if (error !== undefined) {
    return refused({ path: error.path, message: error.message });
  }
  const mapping = given as Mapping;
  const fault = faultOf(mapping);
  return fault === undefined ? { ok: true, mapping } : refused(fault);
}

function faultOf(mapping: Mapping): Fault | undefined {
  const parts: readonly (readonly [string, MappedFields, readonly string[]])[] = [
    ['/source', { id: mapping.source.id, version: mapping.source.version }, mapping.kind === 'customer' ? ['version'] : []],
    ['/fields', mapping.fields, requiredTargets[mapping.kind]],
    ...(mapping.kind === 'sale' ? [['/lines/fields', mapping.lines.fields, requiredTargets.line] as const] : []),
  ];
  for (const [path, fields, required] of parts) {
    const missing = required.find((name) => fields[name] === undefined);
    if (missing !== undefined) {
      return { path: `${path}/${missing}`, message: 'must be mapped, or be given as a constant' };
    }
    for (const [name, value] of Object.entries(fields)) {
      const message = value === undefined ? undefined : valueFault(value);
      if (message !== undefined) {
        return { path: `${path}/${name}`, message };
      }
    }
  }
  return conditionFault(mapping);
}

function valueFault({ path, constant, table, otherwise, decimal = '.', thousands, timeZone, dateFormat }: MappedValue): string | undefined {
  const rules: readonly (readonly [broken: boolean, message: string])[] = [
    [(path === undefined) === (constant === undefined), 'has either a path or a constant'],
    [otherwise !== undefined && table === undefined, 'has "otherwise" without a table'],
    [decimal === thousands, 'has one sign for decimals and thousands'],
    [timeZone !== undefined && !isKnownTimeZone(timeZone), 'names no time zone of IANA, such as "Europe/Paris"'],
    [dateFormat !== undefined && !isDateFormat(dateFormat), 'has a dateFormat without one year (YYYY or YY), one MM and one DD'],
  ];
  return rules.find(([broken]) => broken)?.[1];
}

/** Each part once: a pattern with a part twice could say two things of one day. */
const isDateFormat = (format: string): boolean =>
  [/Y+/g, /M+/g, /D+/g].every((part, index) => {
    const found = format.match(part) ?? [];
    return found.length === 1 && (index === 0 ? ['YYYY', 'YY'] : index === 1 ? ['MM'] : ['DD']).includes(found[0] ?? '');
  });

function conditionFault(mapping: Mapping): Fault | undefined {
  const lists: readonly (readonly [string, readonly MappingCondition[] | undefined])[] = [
    ['/when', mapping.when],
    ['/require', mapping.require],
    ['/returns', mapping.kind === 'sale' && typeof mapping.returns === 'object' ? mapping.returns : undefined],
    ['/lines/when', mapping.kind === 'sale' ? mapping.lines.when : undefined],
  ];
  for (const [path, conditions = []] of lists) {
    const empty = conditions.findIndex((one) => one.in === undefined && one.notIn === undefined && one.empty === undefined);
    if (empty !== -1) {
      return { path: `${path}/${empty}`, message: 'says nothing of the value: give in, notIn or empty' };
    }
  }
  return undefined;
}

function refused({ path, message }: Fault): CheckedMapping {
  const text = `the mapping cannot be read at ${path === '' ? '/' : path}: ${message}. Its schema is docs/contract/mapping.v1.json.`;
  return { ok: false, refusal: refusal('invalid', 'MAPPING.INVALID', text, { field: path }) };
}
