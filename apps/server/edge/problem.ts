import { HttpException } from '@nestjs/common';
import type { FieldProblem } from '#billing';
import type { Refusal, RefusalKind } from '#ledger';
import { fieldsListedMax, saidMax, shortText, shortValue, valueMax } from './bounded-answer';

/** RFC 9457 problem details, with our stable code and one entry per refused field. */
export interface Problem {
  /** `urn:daybook:problem:{code}`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly ProblemField[];
  /** Ids and figures the refusal speaks of. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface ProblemField {
  readonly field: string;
  readonly value?: unknown;
  readonly rule: string;
  readonly remedy: string;
}

/** Thrown at the edge only; the filter turns it into the answer. */
export class ProblemException extends HttpException {
  constructor(
    readonly problem: Problem,
    /** Seconds for `Retry-After`. */
    readonly retryAfter?: number,
    /** The ledger itself refused, and put that on record. */
    readonly onRecord = false,
  ) {
    super(problem.detail, problem.status);
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request timeout',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Body too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  417: 'Expectation failed',
  422: 'Invalid request',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Not available now',
};

export interface ProblemDetails {
  readonly errors?: readonly ProblemField[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The one way to problem details: whatever a caller sent that comes into them is shortened here. */
export function problemOf(status: number, code: string, detail: string, details: ProblemDetails = {}): Problem {
  return {
    type: `urn:daybook:problem:${code}`,
    title: titles[status] ?? 'Refused',
    status,
    detail: shortText(detail, saidMax),
    code,
    errors: listedFields(details.errors ?? []),
    ...(details.data === undefined || Object.keys(details.data).length === 0 ? {} : { data: shortValue(details.data) as Readonly<Record<string, unknown>> }),
  };
}

function listedFields(fields: readonly ProblemField[]): readonly ProblemField[] {
  const listed = fields.slice(0, fieldsListedMax).map((one) => ({
    ...one,
    field: shortText(one.field, valueMax),
    ...('value' in one ? { value: shortValue(one.value) } : {}),
    rule: shortText(one.rule, saidMax),
    remedy: shortText(one.remedy, saidMax),
  }));
  const more = fields.length - listed.length;
  return more === 0 ? listed : [...listed, { field: '', rule: `${more} more fields are refused`, remedy: 'Correct these first, then send it again.' }];
}

export function problem(status: number, code: string, detail: string, details: ProblemDetails = {}): ProblemException {
  return new ProblemException(problemOf(status, code, detail, details));
}

/** Every field a body or an address was refused for. */
export function bodyProblem(problems: readonly FieldProblem[]): ProblemException {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see errors)` : '';
  const detail = first === undefined ? 'The request is invalid.' : `${sentenceOf(first)}${more}. ${first.remedy}`;
  return problem(422, 'REQUEST.INVALID', detail, { errors: problems });
}

function sentenceOf({ field, code, rule }: FieldProblem): string {
  const named = field === '' ? 'The body' : `Field ${field}`;
  switch (code) {
    case 'FIELD.UNKNOWN':
      return `${named} is unknown here`;
    case 'FIELD.MISSING':
      return `${named} is ${rule}`;
    default:
      return `${named} must be ${rule}`;
  }
}

/** One refused field outside the body: a header, a path or query parameter. */
export function fieldProblem(status: number, code: string, field: ProblemField): ProblemException {
  return problem(status, code, `${field.field} must be ${field.rule}. ${field.remedy}`, { errors: [field] });
}

const statusOfKind: Readonly<Record<RefusalKind, number>> = { invalid: 422, 'not-found': 404, conflict: 409, forbidden: 403 };

/** How a refusal of the ledger reads over HTTP. */
export function refusalProblem({ message, ...rest }: Refusal): ProblemException {
  const refusal: Refusal = { ...rest, message: shortText(message, saidMax) };
  const status = refusal.code === 'PRECONDITION.REVISION_CHANGED' ? 412 : statusOfKind[refusal.kind];
  const { data } = refusal;
  return new ProblemException(problemOf(status, refusal.code, capitalised(refusal.message), { errors: refusedFields(refusal), data }), undefined, true);
}

/** The field a refusal speaks of: the one it names, else what its data begins with. */
function refusedFields({ message, data }: Refusal): readonly ProblemField[] {
  const [subject] = Object.keys(data);
  const field = typeof data['field'] === 'string' ? data['field'] : subject;
  if (field === undefined) {
    return [];
  }
  const said = inTwo(message);
  return [{
    field,
    ...shown(data['value'] ?? data[field]),
    rule: capitalised(typeof data['rule'] === 'string' ? data['rule'] : said.rule),
    remedy: typeof data['remedy'] === 'string' ? data['remedy'] : (said.remedy ?? `Correct ${field}, then send it again.`),
  }];
}

/** What is wrong, and what to do: the message's first sentence and the rest, or what stands before and after a semicolon. Quoted text is never cut. */
function inTwo(message: string): { readonly rule: string; readonly remedy?: string } {
  for (const [pattern, end] of [[/^((?:"(?:[^"\\]|\\.)*"|[^"])*?[.!?])\s+(\p{Lu}.*)$/su, ''], [/^((?:"(?:[^"\\]|\\.)*"|[^"])*?)[;:]\s+(.*)$/su, '.']] as const) {
    const [, rule, remedy] = pattern.exec(message) ?? [];
    if (rule !== undefined && remedy !== undefined) {
      return { rule: rule + end, remedy: capitalised(remedy) };
    }
  }
  return { rule: message };
}

/** Nobody knows whether it was written: the sender finds out by asking again. */
export function unknownOutcome(message: string): ProblemException {
  return new ProblemException(
    problemOf(503, 'COMMAND.OUTCOME_UNKNOWN', `${message} Repeat the request with the same key or id: it happens once.`),
    1,
  );
}

const shown = (value: unknown): { readonly value?: unknown } => (value === undefined ? {} : { value });

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
