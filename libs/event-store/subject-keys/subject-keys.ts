/** A key that seals what one subject's facts say of a person. */
export interface SubjectKey {
  /** 16 characters of base64url; stands beside what it sealed. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/**
 * The keys of the people in one log, kept apart from it: what a key sealed can be read as long as the key is there, and
 * never again once it is destroyed. Calls are synchronous, since every event read may need one.
 */
export interface SubjectKeys {
  /** The subject's key, made where it has none yet. Null: it was destroyed, and nothing may be sealed for this subject again. */
  forSealing(subject: string): SubjectKey | null;
  /**
   * The key a text was sealed with. Null: it was destroyed.
   *
   * @throws SubjectKeyMissing when there never was such a key here: the key store is another one, or an older copy.
   */
  find(keyId: string): Buffer | null;
  /**
   * Writes the keys made so far to disk, those of everybody who asks at this moment at once. Postcondition: what they
   * sealed may be stored. Must come before the append: a fact whose key is lost says nothing any more.
   */
  save(): Promise<void>;
  /** Whether keys were made that are not on disk yet. */
  readonly unsaved: boolean;
  /** Destroys the keys of these subjects for good. Idempotent; a subject without a key never gets one. */
  destroy(subjects: readonly string[]): void;
  close(): void;
}

export class SubjectKeyMissing extends Error {
  readonly code = 'SUBJECT_KEY_MISSING';

  constructor(keyId: string, place: string) {
    super(
      `the key ${keyId} is not in the key store ${place}: it is not the key store of this log, or an older copy of it. ` +
        'Put the right one there (a backup holds log and keys together).',
    );
  }
}
