import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed } from '../wire';

/** SHA-256, 64 lower-case hex digits. */
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** First 16 hex digits of the SHA-256 of a public key. */
const KeyId = Type.String({ pattern: '^[0-9a-f]{16}$' });
/** Ed25519 signature, 64 bytes in base64url. */
const Signature = Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' });

/** A public key that seals are signed with from here on. */
export const SealKeyIntroduced = defineEvent(
  'SealKeyIntroduced',
  Closed({
    keyId: KeyId,
    /** Ed25519 public key, 32 bytes in base64url. */
    publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    /** The key before says that this one follows it. Missing for the first key, and where the key before was lost. */
    endorsement: Type.Optional(Closed({ keyId: KeyId, signature: Signature })),
  }),
);
export type SealKeyIntroduced = EventOf<typeof SealKeyIntroduced>;

/**
 * The first `size` facts of the ledger are these and no others, in this order, recorded at these times: the root of the
 * Merkle tree (RFC 9162) over them, signed. Each seal covers the log from its beginning, so any two can be compared.
 */
export const LogSealed = defineEvent(
  'LogSealed',
  Closed({
    /** Ledger sequence of the last fact sealed. */
    size: Type.Integer({ minimum: 1 }),
    rootHash: Hash,
    /** Recorded time of that fact, milliseconds since the Unix epoch. */
    recordedAt: Type.Integer({ minimum: 0 }),
    keyId: KeyId,
    signature: Signature,
  }),
);
export type LogSealed = EventOf<typeof LogSealed>;

export const sealEvents = [SealKeyIntroduced, LogSealed] as const;
export type SealEvent = SealKeyIntroduced | LogSealed;

/** The id of the one stream of seals. */
export const sealStreamId = 'log';
