import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { elementsRule, unfitElements, type FieldContext } from './fields';
import { flatListRule, type ElementFault } from './flat-list';

/** One refused field: which, what it held, the rule, and what to send instead. */
export interface FieldProblem {
  /** Path from the body's root: `lines[3].quantity`. */
  readonly field: string;
  readonly code: string;
  /** The offending value, shortened; absent when it is missing, not a plain value, or personal. */
  readonly value?: string | number | boolean | null;
  readonly rule: string;
  readonly remedy: string;
}

export type CheckedBody<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** More problems than these help nobody. */
const problemsMax = 50;
const valueLengthMax = 80;

/**
 * Checks a plain object against a body class: every rule of every field, unknown fields refused. Used at every
 * edge: HTTP, imports, the CLI.
 */
export function checkedBody<Body extends object>(kind: new () => Body, plain: unknown): CheckedBody<Body> {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    return {
      ok: false,
      problems: [{ field: '', code: 'FIELD.OBJECT', rule: 'an object', remedy: 'Send one JSON object.' }],
    };
  }
  const body = plainToInstance(kind, plain);
  const errors = validateSync(body, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  if (errors.length === 0) {
    return { ok: true, body };
  }
  const problems: FieldProblem[] = [];
  collect(errors, '', problems);
  return { ok: false, problems };
}

function collect(errors: readonly ValidationError[], path: string, problems: FieldProblem[]): void {
  for (const error of errors) {
    if (problems.length >= problemsMax) {
      return;
    }
    const field = joined(path, error.property);
    const unfit = unfitElements(error.value);
    for (const [name, message] of Object.entries(error.constraints ?? {})) {
      if (name === elementsRule) {
        problems.push(...unfit.slice(0, problemsMax).map((place) => unfitElement(field, place, message, error)));
      } else if (name === flatListRule) {
        problems.push(...flatListProblems(field, message, error));
      } else {
        problems.push(problemOf(field, name, message, error));
      }
    }
    collect((error.children ?? []).filter(({ property }) => !unfit.includes(Number(property))), field, problems);
  }
}

/** The fields of its elements that are at fault; the list itself when it is none, or too long or short. */
function flatListProblems(list: string, message: string, error: ValidationError): FieldProblem[] {
  const context = error.contexts?.[flatListRule] as { readonly faults: (value: unknown) => readonly ElementFault[] };
  const faults = context.faults(error.value);
  if (faults.length === 0) {
    return [problemOf(list, flatListRule, message, error)];
  }
  return faults.map(({ place, field, code, value, rule, remedy }) => {
    const element = joined(list, String(place));
    return { field: shortened(field === '' ? element : joined(element, field)), code, ...shown(value), rule, remedy };
  });
}

function unfitElement(list: string, place: number, rule: string, error: ValidationError): FieldProblem {
  const context = error.contexts?.[elementsRule] as FieldContext;
  const value: unknown = (error.value as readonly unknown[])[place];
  return { field: joined(list, String(place)), code: context.code, ...shown(value), rule, remedy: context.remedy };
}

function problemOf(field: string, constraint: string, message: string, error: ValidationError): FieldProblem {
  if (constraint === 'whitelistValidation') {
    return { field: shortened(field), code: 'FIELD.UNKNOWN', rule: 'only the fields the API describes', remedy: 'Leave this field out, or correct its name.' };
  }
  const context = error.contexts?.[constraint] as FieldContext | undefined;
  const value: unknown = error.value;
  if (value === undefined && context !== undefined) {
    return { field, code: 'FIELD.MISSING', rule: `required: ${message}`, remedy: context.remedy };
  }
  return {
    field,
    code: context?.code ?? 'FIELD.INVALID',
    ...(context?.personal === true ? {} : shown(value)),
    rule: message,
    remedy: context?.remedy ?? 'Send what the API reference describes.',
  };
}

function shown(value: unknown): { readonly value?: string | number | boolean | null } {
  if (typeof value === 'string') {
    return { value: shortened(value) };
  }
  return value === null || typeof value === 'number' || typeof value === 'boolean' ? { value } : {};
}

/** Control and bidirectional characters are shown as escapes, so that no echo can forge a line. */
function shortened(text: string): string {
  const cut = text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function joined(path: string, property: string): string {
  if (path === '') {
    return property;
  }
  return /^\d+$/.test(property) ? `${path}[${property}]` : `${path}.${property}`;
}
