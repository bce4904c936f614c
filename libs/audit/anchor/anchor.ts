import { hashFromHex } from '../merkle/node-hash';
import { isSignedBy, keyIdOf } from '../seal/seal-key';
import { sealText, type SealedHead } from '../seal/signed-text';

/** A seal with its key, to be kept outside the ledger: whoever holds it notices a log that was rewritten or cut short. */
export interface Anchor extends SealedHead {
  readonly keyId: string;
  /** Ed25519, 32 bytes in base64url. */
  readonly publicKey: string;
  readonly signature: string;
}

/** One line of JSON without its line end. */
export const anchorLine = ({ ledgerId, size, rootHash, recordedAt, keyId, publicKey, signature }: Anchor): string =>
  JSON.stringify({ daybook: 'seal-1', ledgerId, size, rootHash, recordedAt, keyId, publicKey, signature });

export type AnchorReading = { readonly ok: true; readonly anchor: Anchor } | { readonly ok: false; readonly problem: string };

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads one anchor and checks that it is signed by the key it names: what is changed in it is no anchor any more. */
export function readAnchor(line: string): AnchorReading {
  let value: Partial<Record<keyof Anchor | 'daybook', unknown>> | null;
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    return { ok: false, problem: 'is no JSON' };
  }
  const { ledgerId, size, rootHash, recordedAt, keyId, publicKey, signature } = value ?? {};
  const texts = [ledgerId, keyId, publicKey, signature].every((text) => typeof text === 'string');
  if (value?.daybook !== 'seal-1' || !texts || !isCount(size) || !isCount(recordedAt) || hashFromHex(rootHash) === null) {
    return { ok: false, problem: 'is no seal of a Daybook ledger' };
  }
  const anchor = { ledgerId, size, rootHash, recordedAt, keyId, publicKey, signature } as Anchor;
  if (keyIdOf(anchor.publicKey) !== anchor.keyId || !isSignedBy(anchor.publicKey, sealText(anchor), anchor.signature)) {
    return { ok: false, problem: `of ${anchor.size} facts is not signed by the key it names: it was changed` };
  }
  return { ok: true, anchor };
}
