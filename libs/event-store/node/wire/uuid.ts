import { UUID } from '@eventstore/db-client/generated/shared_pb';
import { invalidArgument } from '../calls/refusal';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads either form. @throws Refusal when it is missing, malformed, or the empty id where one is needed. */
export function uuidText(message: UUID | undefined, what: string): string {
  const text = message === undefined ? '' : message.hasStructured() ? structuredText(message) : message.getString().toLowerCase();
  if (!uuid.test(text)) throw invalidArgument(`${what} is no UUID; give it as 8-4-4-4-12 hex digits or as two 64-bit integers`);
  return text;
}

function structuredText(message: UUID): string {
  const value = message.getStructured();
  const hex = [value?.getMostSignificantBits(), value?.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half ?? '0')).toString(16).padStart(16, '0'))
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The form in which a client wants ids. */
export type UuidForm = 'string' | 'structured';

/** The four 32-bit words of a UUID, highest first. */
export function uuidWords(text: string): readonly [number, number, number, number] {
  const hex = text.replaceAll('-', '');
  const word = (at: number): number => Number.parseInt(hex.slice(at, at + 8), 16);
  return [word(0), word(8), word(16), word(24)];
}

export function uuidMessage(text: string, form: UuidForm): UUID {
  const message = new UUID();
  if (form === 'string') return message.setString(text);
  const hex = text.replaceAll('-', '');
  const half = (digits: string): string => BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
  return message.setStructured(new UUID.Structured().setMostSignificantBits(half(hex.slice(0, 16))).setLeastSignificantBits(half(hex.slice(16))));
}
