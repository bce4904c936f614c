import { resolve } from 'node:path';
import { CliFailure } from '../cli-failure';
import { defaultNodePort, portOf } from '../start/serving-command';

/** What `daybook node` is told on the command line; each may come from the environment instead, and wins over it. */
export interface NodeCommandOptions {
  readonly port?: number;
  readonly host?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly data?: string;
  readonly memory?: boolean;
  readonly adminPassword?: string;
  readonly opsPassword?: string;
  readonly insecure?: boolean;
}

export interface NodeSettings {
  readonly port: number;
  readonly host: string;
  /** Files in PEM; null: plain text, and nobody is asked who they are. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Null: a log that is gone when the node ends. */
  readonly folder: string | null;
  readonly adminPassword?: string;
  readonly opsPassword?: string;
  /** What the operator should know though nothing is wrong. */
  readonly notes: readonly string[];
}

/**
 * Settings from the options, else from the environment: PORT, HOST, TLS, TLS_CERT, TLS_KEY, DATA, MEMORY,
 * ADMIN_PASSWORD, OPS_PASSWORD, INSECURE.
 *
 * @throws CliFailure for a value that is none, and for settings that contradict each other.
 */
export function nodeSettings(options: NodeCommandOptions, env: NodeJS.ProcessEnv = process.env): NodeSettings {
  const host = options.host ?? setting(env, 'HOST') ?? '127.0.0.1';
  const tls = tlsOf(options, env);
  if (tls === null && !isLoopback(host) && options.insecure !== true && switchOf(env, 'INSECURE') !== true) {
    throw new CliFailure(
      'usage',
      `--host ${host} is not this machine alone, and without TLS anybody who reaches the port may write. ` +
        'Give --tls-cert and --tls-key, or say --insecure (INSECURE=1) if the network is closed.',
    );
  }
  const folder = folderOf(options, env);
  const { passwords, notes } = passwordsOf(options, env, tls !== null);
  return { port: options.port ?? portFrom(env), host, tls, folder, ...passwords, notes };
}

const portFrom = (env: NodeJS.ProcessEnv): number => {
  const text = setting(env, 'PORT');
  return text === undefined ? defaultNodePort : portOf(text, 'PORT');
};

function tlsOf(options: NodeCommandOptions, env: NodeJS.ProcessEnv): NodeSettings['tls'] {
  const asked = options.tlsCert !== undefined || options.tlsKey !== undefined;
  const wanted = switchOf(env, 'TLS');
  // The switch is there so that a harness may leave the paths set: off means off.
  if (wanted === false && !asked) {
    return null;
  }
  const certFile = options.tlsCert ?? setting(env, 'TLS_CERT');
  const keyFile = options.tlsKey ?? setting(env, 'TLS_KEY');
  if (certFile !== undefined && keyFile !== undefined) {
    return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
  }
  const nothingGiven = certFile === undefined && keyFile === undefined;
  return nothingGiven && wanted !== true ? null : refuseHalfTls(certFile, keyFile);
}

function refuseHalfTls(certFile: string | undefined, keyFile: string | undefined): never {
  const missing = [...(certFile === undefined ? ['the certificate: --tls-cert or TLS_CERT'] : []), ...(keyFile === undefined ? ['its private key: --tls-key or TLS_KEY'] : [])];
  throw new CliFailure('usage', `TLS needs two files in PEM; missing is ${missing.join(', and ')}. For plain text leave both out and TLS=false.`);
}

function folderOf(options: NodeCommandOptions, env: NodeJS.ProcessEnv): string | null {
  if (options.memory === true && options.data !== undefined) {
    throw new CliFailure('usage', `--memory keeps nothing and --data ${options.data} names where to keep it. Leave one of them out.`);
  }
  if (options.memory === true) {
    return null;
  }
  if (options.data !== undefined) {
    return resolve(options.data);
  }
  const data = setting(env, 'DATA');
  if (switchOf(env, 'MEMORY') !== true) {
    return resolve(data ?? './data/node');
  }
  if (data !== undefined) {
    throw new CliFailure('usage', `MEMORY=${env['MEMORY']} keeps nothing and DATA=${data} names where to keep it. Leave one of them out.`);
  }
  return null;
}

type Passwords = Pick<NodeSettings, 'adminPassword' | 'opsPassword'>;

function passwordsOf(options: NodeCommandOptions, env: NodeJS.ProcessEnv, secure: boolean): { readonly passwords: Passwords; readonly notes: readonly string[] } {
  const given = { admin: options.adminPassword ?? setting(env, 'ADMIN_PASSWORD'), ops: options.opsPassword ?? setting(env, 'OPS_PASSWORD') };
  if (secure) {
    const passwords = { ...(given.admin === undefined ? {} : { adminPassword: given.admin }), ...(given.ops === undefined ? {} : { opsPassword: given.ops }) };
    return { passwords, notes: knownPasswords(Object.entries(given).flatMap(([user, password]) => (password === undefined ? [user] : []))) };
  }
  for (const user of ['admin', 'ops'] as const) {
    if (options[`${user}Password`] !== undefined) {
      throw new CliFailure('usage', `--${user}-password: without TLS nobody is asked for a password. Give --tls-cert and --tls-key as well, or leave it out.`);
    }
  }
  const ignored = given.admin === undefined && given.ops === undefined ? [] : ['Passwords are set, but without TLS nobody is asked for one.'];
  return { passwords: {}, notes: ignored };
}

function knownPasswords(users: readonly string[]): readonly string[] {
  if (users.length === 0) {
    return [];
  }
  const remedy = users.map((user) => `${user.toUpperCase()}_PASSWORD`).join(' and ');
  return [`${users.join(' and ')}: the password everybody knows, changeit. Set ${remedy}.`];
}

function switchOf(env: NodeJS.ProcessEnv, name: string): boolean | undefined {
  const text = setting(env, name);
  if (text === undefined) {
    return undefined;
  }
  if (/^(true|1)$/i.test(text)) {
    return true;
  }
  if (/^(false|0)$/i.test(text)) {
    return false;
  }
  throw new CliFailure('usage', `${name}=${JSON.stringify(text)} is neither yes nor no. Give true, false, 1 or 0.`);
}

/** A variable that is there but empty is not given. */
const setting = (env: NodeJS.ProcessEnv, name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
