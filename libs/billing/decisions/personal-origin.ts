import { personalHash, type EventCodec, type EventOrigin } from '#event-store';
import type { CommandContext } from '../command-context';
import { normalised, originOf } from './command-origin';

/**
 * As `originOf`, for content that says who a person is: those fields enter the hash under the key of their subject, so
 * that nobody can try words against the hash once the key is destroyed.
 *
 * @param fields members of the content that are personal.
 */
export function personalOrigin(
  codec: EventCodec,
  context: CommandContext,
  content: object,
  { subject, fields = ['personal'] }: { readonly subject: string; readonly fields?: readonly string[] },
): EventOrigin {
  const hashed = Object.entries(content).map(([name, value]: [string, unknown]) =>
    [name, fields.includes(name) && value !== undefined ? personalHash(codec.keys, subject, normalised(value)) : value] as const);
  return originOf(context, Object.fromEntries(hashed));
}
