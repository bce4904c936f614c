import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface ScratchPostgres {
  readonly url: string;
  readonly stop: () => void;
}

/** The newest installed PostgreSQL's programs, or null: Debian keeps them outside the path. */
function installedPrograms(): string | null {
  const home = '/usr/lib/postgresql';
  if (!existsSync(home)) return null;
  const newest = readdirSync(home).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(home, newest, 'bin');
}

/** PostgreSQL refuses to run as root; its own user then runs it. */
function runAsPostgres(program: string, args: readonly string[]): void {
  const quoted = [program, ...args].map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  const asRoot = process.getuid?.() === 0;
  const result = asRoot
    ? spawnSync('su', ['postgres', '-s', '/bin/sh', '-c', quoted], { stdio: ['ignore', 'ignore', 'pipe'] })
    : spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.stderr.toString()}`);
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/**
 * Starts a PostgreSQL of the bench's own in `folder`, on loopback, as durable as it comes (fsync on), so that what is
 * measured beside the embedded store keeps the same promise. Null when none is installed.
 */
export async function startScratchPostgres(folder: string): Promise<ScratchPostgres | null> {
  const programs = installedPrograms();
  if (programs === null) return null;
  const [cluster, socket] = [join(folder, 'cluster'), join(folder, 'socket')];
  for (const path of [folder, cluster, socket]) mkdirSync(path, { recursive: true });
  if (process.getuid?.() === 0) {
    chmodSync(folder, 0o755);
    spawnSync('chown', ['postgres', cluster, socket]);
  }
  const port = await freePort();
  runAsPostgres(join(programs, 'initdb'), ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${socket} -c max_connections=120`;
  runAsPostgres(join(programs, 'pg_ctl'), ['start', '-D', cluster, '-s', '-w', '-l', join(cluster, 'log'), '-o', settings]);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => runAsPostgres(join(programs, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'immediate', '-s']),
  };
}
