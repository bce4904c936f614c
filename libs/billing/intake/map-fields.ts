import type { PathRoots } from './document-path';
import { readValue, type IntakeFault } from './map-value';
import type { TargetType } from './mapping-targets';
import type { MappedFields, MappedValue } from './mapping.schema';

/** The fields of one document as they are read, with what was wrong and where each value stood. */
export interface Reading {
  readonly faults: readonly IntakeFault[];
  add(fault: IntakeFault): void;
  fault(spec: MappedValue | undefined, field: string, why: { readonly code: string; readonly message: string }): void;
  fields(specs: MappedFields, targets: Readonly<Record<string, TargetType>>, roots: PathRoots, at?: Place): Readonly<Record<string, unknown>>;
  /** Path in the document of a field of the command; the field itself where none is known. */
  readonly sourceOf: (field: string) => string;
}

/** Where the fields of a line belong, and where the line stands. */
interface Place {
  readonly field: string;
  readonly path: string;
}

/** More faults than these help nobody. */
export const intakeFaultsMax = 50;

export function mapFields(): Reading {
  const faults: IntakeFault[] = [];
  const sources = new Map<string, string>();
  const add = (fault: IntakeFault): void => {
    if (faults.length < intakeFaultsMax) {
      faults.push(fault);
    }
  };
  return {
    faults,
    add,
    fault: (spec, field, why) => {
      add({ code: why.code, path: pathOf(spec, ''), field, message: why.message });
    },
    fields: (specs, targets, roots, at = { field: '', path: '' }) => {
      const body: Record<string, unknown> = {};
      for (const [name, type] of Object.entries(targets)) {
        const spec = specs[name];
        if (spec === undefined) {
          continue;
        }
        const field = `${at.field}${name}`;
        const path = pathOf(spec, at.path);
        sources.set(field, path);
        const read = readValue(spec, type, roots, name.startsWith('personal.'));
        if (read.kind === 'value') {
          put(body, name, read.text);
        } else if (read.kind === 'fault') {
          add({ code: read.code, path, field, message: read.message });
        } else if (spec.optional !== true) {
          add({ code: 'INTAKE.VALUE_MISSING', path, field, message: 'is missing or empty; give the mapping a default, or say that the field is optional' });
        }
      }
      return body;
    },
    sourceOf: (field) => sources.get(field) ?? sources.get(field.replace(/\.\w+$/, '')) ?? field,
  };
}

/** The first path of a value as it stands in the document; for a constant what the mapping says. */
function pathOf(spec: MappedValue | undefined, line: string): string {
  const path = Array.isArray(spec?.path) ? String(spec.path[0]) : spec?.path;
  if (path === undefined) {
    return 'constant';
  }
  return path.startsWith('@') ? path : path.startsWith('^') ? path.slice(1) : `${line}${path}`;
}

/** `servicePeriod.from` is a field within a field. Names come from our own lists alone. */
function put(body: Record<string, unknown>, name: string, text: string): void {
  const [outer = '', inner] = name.split('.');
  if (inner === undefined) {
    body[outer] = text;
    return;
  }
  body[outer] = { ...(body[outer] as object | undefined), [inner]: text };
}
