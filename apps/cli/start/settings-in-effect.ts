import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsMax } from '#ledger';
import { listApiKeys } from '#server';
import { productVersion } from '#read-models';

/** Settings that may be shown as they are. */
export const plainSettings = [
  'DAYBOOK_PUBLIC_URL', 'DAYBOOK_DELIVER', 'DAYBOOK_SEAL', 'DAYBOOK_SEAL_KEY', 'DAYBOOK_ANCHOR_FILE', 'DAYBOOK_NODE_PORT', 'DAYBOOK_WEBHOOK_NETS', 'DAYBOOK_STRIPE_URL', 'DAYBOOK_STRIPE_ENTITY',
] as const;

/** Settings that hold a password, or somebody's address: it is told that they are set, and when they are others. */
export const secretSettings = [
  'DAYBOOK_SMTP', 'DAYBOOK_MAIL_FROM', 'DAYBOOK_STRIPE_KEY', 'DAYBOOK_STRIPE_WEBHOOK_SECRET', 'DAYBOOK_EVENTSTORE', 'DAYBOOK_READSTORE', 'DAYBOOK_ANCHOR_MAIL', 'DAYBOOK_ANCHOR_STORE',
] as const;

export interface ServedAt {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  readonly nodePort: number | null;
}

export interface SettingsInEffect {
  readonly serverId: string;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
}

const markFile = 'settings-mark.key';

/** What a server runs with: program, places, settings, API keys; of secrets a mark that only this data folder can make. */
export function settingsInEffect({ folder, port, host, nodePort }: ServedAt, env: NodeJS.ProcessEnv = process.env): SettingsInEffect {
  const key = markKey(folder);
  const mark = (text: string): string => createHmac('sha256', key).update(text).digest('hex').slice(0, 12);
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const settings = [
    { name: 'program', value: productVersion },
    { name: 'listens', value: `${host}:${port}` },
    { name: 'node', value: nodePort === null ? 'off' : String(nodePort) },
    ...plainSettings.map((name) => ({ name, value: given(name)?.slice(0, 1_000) })),
    ...secretSettings.map((name) => ({ name, value: given(name) === undefined ? undefined : `set, mark ${mark(`${name}=${given(name)}`)}` })),
    ...listApiKeys(folder).map(({ id, name, role, expiresAt, revokedAt }) => ({
      name: `api-key ${id}`, value: [name, role, ...(expiresAt === undefined ? [] : [`expires ${expiresAt}`]), ...(revokedAt === undefined ? [] : ['revoked'])].join(', '),
    })),
  ];
  return { serverId: mark('server'), settings: settings.filter((one): one is { name: string; value: string } => one.value !== undefined).slice(0, settingsMax) };
}

/** Made once in the data folder; whoever has it could try out secrets against their marks. */
function markKey(folder: string): Buffer {
  const path = join(folder, markFile);
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path);
}
