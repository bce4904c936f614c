import { refusal, type Refusal } from '../refusal';

/**
 * Whether a subject is on record: `new`; `repeated` with the same content, to be given its first answer; or a
 * conflict, because it was sent before with other content.
 */
export function recall(
  requests: ReadonlyMap<string, string>,
  subject: { readonly key: string; readonly code: string; readonly what: string },
  inputHash: string,
): { readonly kind: 'new' } | { readonly kind: 'repeated' } | { readonly kind: 'conflict'; readonly refusal: Refusal } {
  const first = requests.get(subject.key);
  if (first === undefined) {
    return { kind: 'new' };
  }
  if (first === inputHash) {
    return { kind: 'repeated' };
  }
  const message = `${subject.what} is on record with other content; send the same content again, or take a new id.`;
  return { kind: 'conflict', refusal: refusal('conflict', subject.code, message, { subject: subject.key }) };
}
