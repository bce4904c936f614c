import { UUID } from '@eventstore/db-client/generated/shared_pb';

export function stringUuid(text: string): UUID {
  const uuid = new UUID();
  uuid.setString(text);
  return uuid;
}

/** The two halves as signed big-endian numbers, which other clients send. */
export function structuredUuid(text: string): UUID {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  const halves = new UUID.Structured();
  halves.setMostSignificantBits(bytes.readBigInt64BE(0).toString());
  halves.setLeastSignificantBits(bytes.readBigInt64BE(8).toString());
  const uuid = new UUID();
  uuid.setStructured(halves);
  return uuid;
}

/** Either form as lower-case text with dashes; a string is given as it came. */
export function textOfUuid(uuid: UUID): string {
  const halves = uuid.getStructured();
  if (halves === undefined) return uuid.getString();
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(halves.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(halves.getLeastSignificantBits()), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
