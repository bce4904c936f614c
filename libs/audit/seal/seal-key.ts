import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';

/** Signs seals; the private part never leaves this object but through `toPem`. */
export interface SealKey {
  /** First 16 hex digits of the SHA-256 of the public key. */
  readonly keyId: string;
  /** Ed25519, 32 bytes in base64url. */
  readonly publicKey: string;
  /** Signature in base64url. */
  sign(text: Uint8Array): string;
  /** PKCS #8, to be kept where only the ledger can read it. */
  toPem(): string;
}

export const newSealKey = (): SealKey => sealKeyOf(generateKeyPairSync('ed25519').privateKey);

/** @throws Error when the text is no private Ed25519 key. It says nothing of what it read. */
export function sealKeyFromPem(pem: string): SealKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error('not a private key in PEM form');
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error(`a key of type ${key.asymmetricKeyType ?? 'unknown'}; seals take Ed25519`);
  }
  return sealKeyOf(key);
}

function sealKeyOf(key: KeyObject): SealKey {
  const publicKey = String(createPublicKey(key).export({ format: 'jwk' }).x);
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, text, key).toString('base64url'),
    toPem: () => key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** Names a public key; anybody can work it out. */
export const keyIdOf = (publicKey: string): string => createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);

/** One spelling per value: base64url lets the last character vary without a change of the bytes. */
const isCanonical = (text: string, bytes: number): boolean => {
  const decoded = Buffer.from(text, 'base64url');
  return decoded.length === bytes && decoded.toString('base64url') === text;
};

/** Whether a signature is this key's over this text. False for whatever is no key or no signature; never throws. */
export function isSignedBy(publicKey: string, text: Uint8Array, signature: string): boolean {
  if (!isCanonical(publicKey, 32) || !isCanonical(signature, 64)) {
    return false;
  }
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, text, key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
