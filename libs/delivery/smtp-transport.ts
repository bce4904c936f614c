import { createTransport } from 'nodemailer';
import { withoutAddresses } from './bounce-report';
import { checkMailAddress } from './mail-address';
import { contentOf, domainOf, headed, unfit } from './mail-content';
import type { MailSettings } from './mail-settings';
import type { MailMessage, MailOutcome, MailTransport } from './mail-transport';
import { shownText } from './shown-text';

/** How long a server may take, in milliseconds. */
export interface SmtpTimeouts {
  readonly connect: number;
  /** Without a byte from the server, while a message goes out. */
  readonly silence: number;
}

const usualTimeouts: SmtpTimeouts = { connect: 15_000, silence: 60_000 };
const reasonLengthMax = 500;

/**
 * Sends over SMTP. One connection is kept for the next message, and closed when it is idle.
 *
 * The library would send a message again by itself after a lost connection; here it never does. Only when a connection
 * was gone before a single byte of the message left is it tried once more.
 */
export function smtpTransport(settings: MailSettings, timeouts: SmtpTimeouts = usualTimeouts): MailTransport {
  const mailer = openPool(settings, timeouts);
  const attempt = async (message: MailMessage, address: string): Promise<Attempt> => {
    let begun = (): boolean => false;
    // The stream of the finished message: once it was read from, bytes of it may have left.
    const watch = (mail: Compiled): void => {
      const open = mail.createReadStream.bind(mail);
      mail.createReadStream = () => {
        const stream = open();
        begun = () => stream.readableDidRead;
        return stream;
      };
    };
    try {
      const options = { ...headed(message, address, settings.from), ...contentOf(message), watch };
      const info = await mailer.sendMail(options);
      return { kind: 'accepted', receipt: withoutAddresses(shownText(info.response, reasonLengthMax)) };
    } catch (error) {
      return failureOf(error, begun(), settings);
    }
  };
  return {
    messageDomain: domainOf(settings.from.address),
    send: async (message) => {
      const to = checkMailAddress(message.to.address);
      const wrong = to.ok ? unfit(message) : to.reason;
      if (!to.ok || wrong !== undefined) {
        return { kind: 'failed', reason: wrong ?? 'the message is unfit' };
      }
      const first = await attempt(message, to.address);
      const last = 'lostBefore' in first ? await attempt(message, to.address) : first;
      return last.kind === 'failed' ? { kind: 'failed', reason: last.reason, ...(last.unreachable === true ? { unreachable: true } : {}) } : last;
    },
    check: async () => {
      try {
        await mailer.verify();
        return { ok: true };
      } catch (error) {
        const outcome = failureOf(error, false, settings);
        return { ok: false, reason: outcome.kind === 'failed' ? outcome.reason : 'it did not answer' };
      }
    },
    close: async () => {
      mailer.close();
    },
  };
}

/** The library's pool, which hands each finished message to the `watch` of its options before it is sent. */
function openPool(settings: MailSettings, timeouts: SmtpTimeouts) {
  const mailer = createTransport({
    pool: true,
    maxConnections: 1,
    maxRequeues: 0,
    idleTimeout: 30_000,
    host: settings.host,
    port: settings.port,
    secure: settings.tls === 'implicit',
    requireTLS: settings.tls === 'required',
    ignoreTLS: settings.tls === 'off',
    tls: { minVersion: 'TLSv1.2', ...(settings.ca === undefined ? {} : { ca: settings.ca }) },
    ...(settings.login === undefined ? {} : { auth: { user: settings.login.user, pass: settings.login.password } }),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  mailer.use('stream', (mail, done) => {
    (mail.data as { watch?: (message: Compiled) => void }).watch?.(mail.message);
    done();
  });
  return mailer;
}

interface Compiled {
  createReadStream: () => NodeJS.ReadableStream & { readonly readableDidRead: boolean };
}

/** `lostBefore`: the connection went before anything of the message did. */
type Attempt = MailOutcome | { readonly kind: 'failed'; readonly reason: string; readonly lostBefore?: true; readonly unreachable?: true };

function failureOf(error: unknown, begun: boolean, settings: MailSettings): Attempt {
  const { message, responseCode, code } = error as { readonly message?: string; readonly responseCode?: number; readonly code?: string };
  const reason = withoutAddresses(withoutLogin(shownText(message ?? String(error), reasonLengthMax), settings));
  // What the server refused by name it did not take over.
  if (!begun || (responseCode !== undefined && responseCode >= 400)) {
    const lost = !begun && responseCode === undefined && (code === 'ECONNECTION' || code === 'ESOCKET' || code === undefined);
    return { kind: 'failed', reason, ...(lost ? { lostBefore: true as const } : {}), ...(beforeEnvelope(code) ? { unreachable: true as const } : {}) };
  }
  return { kind: 'unknown', reason };
}

/** No answer, no TLS or no login: it would be the same for every message. */
const beforeEnvelope = (code: string | undefined): boolean => code !== 'EENVELOPE' && code !== 'EMESSAGE' && code !== 'ESTREAM';

/** A server that repeats a login in its answer does not bring it into the ledger. */
function withoutLogin(text: string, { login }: MailSettings): string {
  return login === undefined ? text : text.replaceAll(login.password, '…').replaceAll(Buffer.from(login.password).toString('base64'), '…');
}
