import { checkMailAddress } from './mail-address';
import { shownText } from './shown-text';

/** Where messages are handed over, and who sends them. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /**
   * `implicit`: TLS from the first byte (smtps). `required`: STARTTLS, or nothing is sent. `off`: plain, for a server
   * on this machine or when `?tls=off` says so.
   */
  readonly tls: 'implicit' | 'required' | 'off';
  readonly login?: { readonly user: string; readonly password: string };
  readonly from: { readonly address: string; readonly name?: string };
  /** Certificate authorities in PEM besides the well-known ones. */
  readonly ca?: string;
}

export type ReadMailSettings =
  | { readonly ok: true; readonly settings: MailSettings }
  /** Names the setting and never holds its password. */
  | { readonly ok: false; readonly problem: string };

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Mail settings as they stand in the environment: `smtp(s)://user:password@host:port` and `Name <address>` or an
 * address alone.
 */
export function readMailSettings({ smtp, from }: { readonly smtp: string; readonly from: string }): ReadMailSettings {
  const no = (problem: string): ReadMailSettings => ({ ok: false, problem });
  const sender = senderOf(from);
  if (sender === null) {
    return no('DAYBOOK_MAIL_FROM is no sender. Give an address such as billing@example.com, or "Sample Billing <billing@example.com>".');
  }
  const url = urlOf(smtp);
  if (url === null) {
    return no('DAYBOOK_SMTP is no address of a mail server. Give smtp://host:587 or smtps://user:password@host:465, with % escapes in user and password.');
  }
  const tls = tlsOf(url);
  if (tls === null) {
    return no('DAYBOOK_SMTP takes no option but ?tls=off, for smtp:// to a server that offers no TLS.');
  }
  const login = loginOf(url);
  if (login === null) {
    return no('DAYBOOK_SMTP names a user without a password, or escapes that are none. Give both, with % escapes.');
  }
  return {
    ok: true,
    settings: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port),
      tls,
      ...(login === undefined ? {} : { login }),
      from: sender,
    },
  };
}

function urlOf(text: string): URL | null {
  if (!/^smtps?:\/\//.test(text)) {
    return null;
  }
  try {
    const url = new URL(text);
    return url.hostname === '' || url.hash !== '' || (url.pathname !== '' && url.pathname !== '/') ? null : url;
  } catch {
    return null;
  }
}

/** How the server is spoken to; null: an option that is none. */
function tlsOf(url: URL): MailSettings['tls'] | null {
  const options = [...url.searchParams];
  if (options.length === 0) {
    return url.protocol === 'smtps:' ? 'implicit' : onThisMachine.has(url.hostname) && url.username === '' ? 'off' : 'required';
  }
  return url.protocol === 'smtp:' && options.length === 1 && url.searchParams.get('tls') === 'off' ? 'off' : null;
}

function loginOf(url: URL): MailSettings['login'] | null {
  if (url.username === '' && url.password === '') {
    return undefined;
  }
  try {
    const login = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    return login.user === '' || login.password === '' ? null : login;
  } catch {
    return null;
  }
}

function senderOf(text: string): MailSettings['from'] | null {
  const [, name = '', inner] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  const checked = checkMailAddress(inner ?? text.trim());
  if (!checked.ok || shownText(name) !== name.trim()) {
    return null;
  }
  const plain = name.trim().replace(/^"(.*)"$/, '$1');
  return { address: checked.address, ...(plain === '' ? {} : { name: plain }) };
}
