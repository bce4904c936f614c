import type { ByteText } from './byte-text';
import type { RecordedEvent } from './port';

/** An event in the very bytes that a store keeps, for whoever hashes it and reads nothing of it. */
export interface StoredBytes {
  readonly stream: ByteText;
  /** Decimal digits. */
  readonly revision: ByteText;
  readonly id: ByteText;
  readonly type: ByteText;
  readonly data: ByteText;
  readonly metadata: ByteText;
  /** The store's own stamp, milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** The same, as the port gives it. */
  recorded(): RecordedEvent;
}
