export * from './port';
export * from './errors';
export * from './envelope';
export { canonicalJson, inputHash, sha256 } from './canonical-json';
export { daybookNamespace, isUuid, uuidV5 } from './uuid-v5';
export { contentHashOf, lengthPrefixed, type HashedContent } from './content-hash';
export { EventCodec, eventId, type EventCodecOptions, type InspectedEvent } from './event-codec';
