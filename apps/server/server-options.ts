import type { DestinationStream } from 'pino';
import type { ResolveHost, WebhookTiming } from '#integration';
import type { RateLimit } from './security/rate-limit';

export const SERVER_OPTIONS = Symbol('server options');

export interface ServerOptions {
  /** Holds `api-keys.json`. */
  readonly dataDir: string;
  /** Where the log goes, one JSON line per request; default standard output. */
  readonly logTo?: DestinationStream;
  /** Default `info`. */
  readonly logLevel?: string;
  /** Per API key; default 5,000 a second, 10,000 at once. */
  readonly rateLimit?: RateLimit;
  /** Bytes of all bodies held at once; default 96 MiB, at least one file of the bank. */
  readonly uploadBytesMax?: number;
  /** How long a command answer waits for its ledger sequence, in milliseconds; default 100. */
  readonly sequenceWaitMs?: number;
  /** Ends a server-sent event stream that takes nothing for so long, in milliseconds; default 60,000. */
  readonly streamStallMs?: number;
  readonly webhooks?: WebhookOptions;
  /** Told when the file of API keys is another one than before: puts on record what no command did. */
  readonly onKeysChanged?: () => Promise<void>;
}

export interface WebhookOptions {
  /** Nets that deliveries may go into beside the internet, as CIDR. Default none. */
  readonly allow?: readonly string[];
  /** For one delivery, milliseconds; default 15,000. */
  readonly timeoutMs?: number;
  /** Default: this machine's. */
  readonly timing?: WebhookTiming;
  readonly resolve?: ResolveHost;
}

export const defaultRateLimit: RateLimit = { perSecond: 5000, burst: 10_000 };
export const bodyBytesMax = 1_048_576;
/** Usage comes in thousands of records. */
export const usageBodyBytesMax = 4 * bodyBytesMax;
/** A file of the bank of 16 MiB, in base64 inside JSON or as it is. */
export const bankFileBodyBytesMax = 22 * bodyBytesMax;
/** Four files of the bank, and a thousand bodies of the usual size beside them. */
export const uploadBytesMax = 96 * bodyBytesMax;
/** Signed notices and forms of customers, all together. */
export const openUploadBytesMax = 16 * bodyBytesMax;
