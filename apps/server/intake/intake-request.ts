import type { FastifyRequest } from 'fastify';
import { binaryCloudEvent, parseExactJson, readCloudEvent, type Document, type ExactValue, type IntakeFault, type ReadCloudEvent } from '#billing';
import { problem, type ProblemException } from '../edge/problem';
import { cloudEventMedia } from './intake-text';

/** Most events of one batch: each is a decision of its own, and all are answered together. */
export const batchEventsMax = 100;

/** What one request brings, by its media type and headers. */
export type IntakeRequest =
  | { readonly mode: 'single'; readonly document: Document }
  | { readonly mode: 'batch'; readonly events: readonly ReadCloudEvent[] };

/** @throws ProblemException 400 when the body is no JSON that can be read, 422 when it is no CloudEvent though it says so. */
export function intakeRequest(request: FastifyRequest): IntakeRequest {
  const text = typeof request.body === 'string' ? request.body : '';
  const value = valueOf(text);
  const [, batch] = cloudEventMedia.exec(request.headers['content-type'] ?? '') ?? [undefined, undefined];
  if (batch !== undefined) {
    return { mode: 'batch', events: eventsOf(value).map(readCloudEvent) };
  }
  if (cloudEventMedia.test(request.headers['content-type'] ?? '')) {
    return { mode: 'single', document: documentOf(readCloudEvent(value)) };
  }
  const attributes = binaryAttributes(request);
  return { mode: 'single', document: attributes === null ? { value } : documentOf(binaryCloudEvent(attributes, value)) };
}

function valueOf(text: string): ExactValue {
  const read = parseExactJson(text);
  if (!read.ok) {
    throw problem(400, read.fault.code, `The body cannot be taken: ${read.fault.message}`);
  }
  return read.value;
}

function eventsOf(value: ExactValue): readonly ExactValue[] {
  if (!Array.isArray(value)) {
    throw unfitProblem([{ code: 'INTAKE.CLOUD_EVENT', path: '', field: '', message: 'a batch of CloudEvents is a JSON array' }]);
  }
  const events = value as readonly ExactValue[];
  if (events.length > batchEventsMax) {
    throw unfitProblem([{ code: 'INTAKE.BATCH_TOO_LONG', path: '', field: '', message: `a batch has at most ${batchEventsMax} events; send them in several` }]);
  }
  return events;
}

/** Headers `ce-…` carry the attributes; null: it is no CloudEvent. */
function binaryAttributes({ headers }: FastifyRequest): ReadonlyMap<string, string> | null {
  if (headers['ce-specversion'] === undefined) {
    return null;
  }
  const given = Object.entries(headers).filter(([name, value]) => /^ce-[a-z0-9]{1,40}$/.test(name) && typeof value === 'string');
  return new Map(given.map(([name, value]) => [name.slice(3), decoded(String(value))]));
}

/** Attributes in headers are percent-encoded where they are not plain ASCII. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function documentOf(read: ReadCloudEvent): Document {
  if (!read.ok) {
    throw unfitProblem([read.fault]);
  }
  return read.document;
}

/** A document that does not become a command: where in it, and why. */
export function unfitProblem(faults: readonly IntakeFault[]): ProblemException {
  const [first] = faults;
  const { code, path, message } = first ?? { code: 'INTAKE.DOCUMENT', path: '', message: 'the document cannot be read' };
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more, see errors)` : '';
  const detail = `The document does not fit its mapping: ${path === '' ? '' : `${path} `}${message}${more}.`;
  return problem(422, code, detail, {
    errors: faults.map((fault) => ({ field: fault.path, rule: fault.message, remedy: fault.field === '' ? 'Correct the document.' : `Correct the document, or the mapping of ${fault.field}.` })),
  });
}
