/** A file that goes with a message, as bytes: nothing is ever read from a path or fetched from an address. */
export interface MailAttachment {
  /** Letters, digits, `.`, `_` and `-` alone: receivers write it to their disks. */
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface MailMessage {
  /**
   * Made from the claim, so that a message sent twice can be told apart from two messages: 1–64 of letters, digits,
   * `.` and `-`. The Message-ID is `<messageKey@domain of the sender>`.
   */
  readonly messageKey: string;
  readonly to: { readonly address: string; readonly name?: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Two letters of ISO 639-1. */
  readonly language: string;
  readonly attachments: readonly MailAttachment[];
}

/**
 * `accepted`: the receiving server took the message over, and `receipt` is what it said. `failed`: it certainly did
 * not. `unknown`: the message was handed over and no answer came, so nobody knows; it must not be repeated without a
 * person's decision.
 */
export type MailOutcome =
  | { readonly kind: 'accepted'; readonly receipt: string }
  /** `unreachable`: the server takes no message at all, so the next one need not be tried. */
  | { readonly kind: 'failed'; readonly reason: string; readonly unreachable?: true }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Hands a message to the outside world, once per call. Never throws for what the outside world does. */
export interface MailTransport {
  /** What stands behind the `@` of every Message-ID of ours. */
  readonly messageDomain: string;
  send(message: MailMessage): Promise<MailOutcome>;
  /** Whether messages could be handed over now: connects and logs in, and sends nothing. */
  check(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;
  /** Lets go of connections. Sending afterwards fails. */
  close(): Promise<void>;
}
