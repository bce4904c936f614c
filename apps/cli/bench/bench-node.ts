import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root';

export interface BenchNode {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Starts a node as its users do, in a process of its own, on a free port. */
export async function startBenchNode(dataDir: string): Promise<BenchNode> {
  const main = join(repositoryRoot(), 'dist', 'apps', 'cli', 'main.js');
  const child = spawn(process.execPath, [...process.execArgv, main, 'node', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const connectionString = await new Promise<string>((resolve, reject) => {
    let told = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the node stopped with code ${code}: ${told.slice(-500)}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-4_000);
      const url = /ready on (esdb:\S+)/.exec(told)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  return {
    connectionString,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
