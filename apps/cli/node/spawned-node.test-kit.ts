import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../package-root';

export const daybookProgram = join(packageRoot(), 'dist/apps/cli/main.js');

export interface SpawnedNode {
  readonly url: string;
  /** What it said on standard output and standard error so far. */
  said(): { readonly out: string; readonly err: string };
  /** Asks it to end and gives its exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts `daybook node` as others do: a process, its settings, and a line on standard output to wait for. */
export function spawnNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<SpawnedNode> {
  const child = spawn(process.execPath, [daybookProgram, 'node', ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals | null> => {
    child.kill(signal);
    const [code, by] = await gone;
    return by ?? code;
  };
  return new Promise((resolve, reject) => {
    void gone.then(([code]) => reject(new Error(`the node ended with ${code}: ${out}${err}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const url = /^Daybook node ready on (\S+)\n/.exec(out)?.[1];
      if (url !== undefined) resolve({ url, said: () => ({ out, err }), stop });
    });
  });
}
