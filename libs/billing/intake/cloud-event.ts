import { ExactNumber, isExactObject, parseExactJson, type ExactValue } from './exact-json';
import type { Document } from './map-document';
import type { IntakeFault } from './map-value';

export type ReadCloudEvent = { readonly ok: true; readonly document: Document } | { readonly ok: false; readonly fault: IntakeFault };

const requiredAttributes = ['specversion', 'id', 'source', 'type'] as const;
const attributeName = /^[a-z0-9]{1,40}$/;
const attributeLengthMax = 2000;
const jsonMedia = /^[\w.+-]+\/([\w.+-]*\+)?json(\s*;|\s*$)/i;

/** A CloudEvent 1.0 in structured mode: its attributes, and the document it carries. Never throws. */
export function readCloudEvent(event: ExactValue): ReadCloudEvent {
  if (!isExactObject(event)) {
    return unfit('', 'a CloudEvent is a JSON object');
  }
  const attributes = new Map<string, string>();
  for (const [name, value] of event) {
    if (name !== 'data' && name !== 'data_base64' && attributeName.test(name) && value !== null) {
      const text = attributeText(value);
      if (text !== undefined) {
        attributes.set(name, text);
      }
    }
  }
  const broken = attributesFault(attributes);
  if (broken !== undefined) {
    return broken;
  }
  const data = dataOf(event);
  return data.ok ? { ok: true, document: { value: data.value, attributes } } : data;
}

/** The same in binary mode: attributes stand beside the document, which was read from the body. */
export function binaryCloudEvent(attributes: ReadonlyMap<string, string>, value: ExactValue): ReadCloudEvent {
  return attributesFault(attributes) ?? { ok: true, document: { value, attributes } };
}

type Unfit = Extract<ReadCloudEvent, { readonly ok: false }>;

const unfit = (path: string, message: string): Unfit => ({ ok: false, fault: { code: 'INTAKE.CLOUD_EVENT', path, field: '', message } });

function attributesFault(attributes: ReadonlyMap<string, string>): Unfit | undefined {
  const missing = requiredAttributes.find((name) => (attributes.get(name) ?? '') === '');
  if (missing !== undefined) {
    return unfit(`@${missing}`, 'is missing: a CloudEvent has specversion, id, source and type');
  }
  if (attributes.get('specversion') !== '1.0') {
    return unfit('@specversion', 'is not 1.0, the only version that is read here');
  }
  const long = [...attributes].find(([, text]) => text.length > attributeLengthMax);
  return long === undefined ? undefined : unfit(`@${long[0]}`, `has more than ${attributeLengthMax} characters`);
}

function attributeText(value: ExactValue): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') {
    return String(value);
  }
  return value instanceof ExactNumber ? value.text : undefined;
}

function dataOf(event: ReadonlyMap<string, ExactValue>): { readonly ok: true; readonly value: ExactValue } | Unfit {
  const media = event.get('datacontenttype');
  if (media !== undefined && media !== null && !(typeof media === 'string' && jsonMedia.test(media))) {
    return unfit('@datacontenttype', 'is no JSON; the document has to be JSON');
  }
  const encoded = event.get('data_base64');
  if (typeof encoded !== 'string') {
    const data = event.get('data');
    return data === undefined ? unfit('/data', 'is missing: the event carries no document') : { ok: true, value: data };
  }
  const read = parseExactJson(Buffer.from(encoded, 'base64').toString('utf8'));
  return read.ok ? read : unfit('/data_base64', read.fault.message);
}
