import { problem } from '../edge/problem';

/** The only route whose body is read as it is written: no number of it may become a floating-point one. */
export const intakeRoute = '/intake/:mappingName';

/** The media types of CloudEvents that are taken there beside JSON. */
export const cloudEventMedia = /^application\/cloudevents(-batch)?\+json(\s*;\s*charset=("?)utf-8\3)?\s*$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The body of an intake as text. @throws ProblemException 400 when it is not UTF-8. */
export function intakeText(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw problem(400, 'JSON.ENCODING', 'The body is not UTF-8. Encode it as UTF-8 and send it again.');
  }
}
