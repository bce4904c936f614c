import { ConnectionStringError } from '../errors';

/** What a connection string says, checked. `password` must reach nothing but the client. */
export interface ConnectionSettings {
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Ask the hosts by gossip who the leader is. Always so with several hosts. */
  readonly discover: boolean;
  readonly tls: boolean;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly tlsCAFile?: string;
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  readonly connectionName?: string;
  /** Milliseconds. */
  readonly defaultDeadline?: number;
  /** Milliseconds; −1 sends no pings. */
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  /** Milliseconds. */
  readonly discoveryInterval?: number;
  readonly maxDiscoverAttempts?: number;
  /** Seconds. */
  readonly gossipTimeout?: number;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Option = (settings: Mutable<ConnectionSettings>, value: string) => void;

const defaultPort = 2113;
const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/**
 * Reads `esdb://[user:password@]host[:port][,host…][?key=value&…]` or `esdb+discover://…`.
 *
 * The client has a parser too; it prints the whole string, password included, to the console for an option that it does
 * not know, and lets settings pass that this adapter cannot work with. Therefore the client is given the parts.
 *
 * @throws ConnectionStringError that names the part at fault and never shows user, password or the string itself.
 */
export function connectionSettings(text: string): ConnectionSettings {
  const match = /^([A-Za-z+]+):\/\/(.*)$/.exec(text.trim());
  const [, scheme = '', rest = ''] = match ?? [];
  if (scheme !== 'esdb' && scheme !== 'esdb+discover') {
    throw new ConnectionStringError(`it has to begin with esdb:// or esdb+discover://${scheme === '' ? '' : `, not ${scheme}://`}`);
  }
  const question = rest.indexOf('?');
  const authority = (question === -1 ? rest : rest.slice(0, question)).replace(/\/+$/, '');
  const at = authority.lastIndexOf('@');
  const hosts = authority.slice(at + 1).split(',').map(hostOf);
  const settings: Mutable<ConnectionSettings> = {
    hosts,
    discover: scheme === 'esdb+discover' || hosts.length > 1,
    tls: true,
    credentials: at === -1 ? null : credentialsOf(authority.slice(0, at)),
  };
  if (question !== -1) applyOptions(settings, rest.slice(question + 1));
  if ((settings.userCertFile === undefined) !== (settings.userKeyFile === undefined)) {
    throw new ConnectionStringError('userCertFile and userKeyFile go together: give both, or none');
  }
  return settings;
}

/** Which server it is, for logs and errors: hosts only. */
export const describeHosts = ({ hosts, discover }: ConnectionSettings): string =>
  `esdb${discover ? '+discover' : ''}://${hosts.map(({ address, port }) => `${address}:${port}`).join(',')}`;

function hostOf(text: string): { address: string; port: number } {
  const [address = '', port, ...more] = text.trim().split(':');
  if (!hostName.test(address) || more.length > 0) {
    throw new ConnectionStringError('a host is a name or an IPv4 address, with :port if it is not 2113, and hosts are parted by commas');
  }
  const number = port === undefined ? defaultPort : Number(port);
  if (!/^\d{1,5}$/.test(port ?? String(defaultPort)) || number < 1 || number > 65_535) {
    throw new ConnectionStringError(`the port of host ${address} has to be a number from 1 to 65535`);
  }
  return { address, port: number };
}

function credentialsOf(text: string): { username: string; password: string } {
  const colon = text.indexOf(':');
  try {
    const username = decodeURIComponent(text.slice(0, Math.max(colon, 0)));
    const password = decodeURIComponent(text.slice(colon + 1));
    if (colon > 0 && password !== '') return { username, password };
  } catch {
    // Said below, without showing what could not be read.
  }
  throw new ConnectionStringError('before the @ stands user:password, both percent-encoded and not empty');
}

function applyOptions(settings: Mutable<ConnectionSettings>, query: string): void {
  for (const part of query.split('&')) {
    const [key = '', value = '', ...more] = part.split('=');
    const option = options.get(flat(key));
    if (option === undefined) {
      const known = [...options.keys()].join(', ');
      throw new ConnectionStringError(`"${key.slice(0, 30)}" is no option; there are ${known}`);
    }
    if (value === '' || more.length > 0) throw new ConnectionStringError(`option ${key} needs one value, percent-encoded`);
    option(settings, value.trim());
  }
}

/** As the client does: case, dashes and underscores say nothing. */
const flat = (key: string): string => key.trim().toLowerCase().replace(/[_-]/g, '');

type TextKey = 'tlsCAFile' | 'userCertFile' | 'userKeyFile' | 'connectionName';
type NumberKey = 'defaultDeadline' | 'keepAliveInterval' | 'keepAliveTimeout' | 'discoveryInterval' | 'maxDiscoverAttempts' | 'gossipTimeout';

const textOption = (key: TextKey): [string, Option] => [
  flat(key),
  (settings, value) => {
    try {
      settings[key] = decodeURIComponent(value);
    } catch {
      throw new ConnectionStringError(`option ${key} has to be percent-encoded`);
    }
  },
];

const numberOption = (key: NumberKey, least: number): [string, Option] => [
  flat(key),
  (settings, value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
      throw new ConnectionStringError(`option ${key} has to be a whole number from ${least}`);
    }
    settings[key] = number;
  },
];

/** An option of the client of which only one value works here; `why` says what to do about another. */
const fixedOption = (key: string, only: string, why: string): [string, Option] => [
  flat(key),
  (_, value) => {
    if (value.toLowerCase() !== only) throw new ConnectionStringError(`option ${key} can only be ${only} here: ${why}`);
  },
];

const options = new Map<string, Option>([
  [
    'tls',
    (settings, value) => {
      if (value !== 'true' && value !== 'false') throw new ConnectionStringError('option tls has to be true or false');
      settings.tls = value === 'true';
    },
  ],
  textOption('tlsCAFile'),
  textOption('userCertFile'),
  textOption('userKeyFile'),
  textOption('connectionName'),
  numberOption('defaultDeadline', 1),
  numberOption('keepAliveInterval', -1),
  numberOption('keepAliveTimeout', -1),
  numberOption('discoveryInterval', 1),
  numberOption('maxDiscoverAttempts', 1),
  numberOption('gossipTimeout', 1),
  fixedOption('tlsVerifyCert', 'true', 'the client ignores it; trust the certificate with tlsCAFile or NODE_EXTRA_CA_CERTS'),
  fixedOption('throwOnAppendFailure', 'true', 'the client tells a wrong revision otherwise; leave it out'),
  fixedOption('nodePreference', 'leader', 'decisions are made on what the leader holds; leave it out'),
]);
