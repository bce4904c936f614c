/** Largest sum of data bytes of one append: what servers of 20.x to 24.x take, and how they count it. */
export const appendBytesMost = 1_048_576;

/** Longest a write may take before the client is told that its outcome is unknown, milliseconds. */
export const writeTimeoutMs = 2_000;

/** What appends that are not answered may hold together, over all calls: bytes. */
export const unansweredBytesMost = 128 * 1024 * 1024;

/** Largest record, and so the largest message: bytes. */
export const recordBytesMost = 16 * 1024 * 1024 - 10_000;
