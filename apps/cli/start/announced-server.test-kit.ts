import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { daybookProgram } from '../node/spawned-node.test-kit';

export interface AnnouncedServer {
  readonly url: string;
  /** What it says about where followers find the events. */
  readonly eventStore: string;
  readonly adminKey: string;
  stop(): Promise<number | null>;
}

/** Starts `daybook start` on a free port and waits until it serves. */
export function announcedServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<AnnouncedServer> {
  const child = spawn(process.execPath, [daybookProgram, 'start', '--port', '0', ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  const gone = once(child, 'close') as Promise<[number | null]>;
  child.stderr.on('data', (chunk: Buffer) => { told += chunk.toString(); });
  return new Promise((resolve, reject) => {
    void gone.then(([code]) => reject(new Error(`the server ended with ${code}: ${told}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const [, url = ''] = /API +(\S+)/.exec(told) ?? [];
      const [, eventStore = ''] = /Event store +(.+)\n/.exec(told) ?? [];
      const [, adminKey = ''] = /Admin key, shown this once: (\S+)/.exec(told) ?? [];
      const stop = async (): Promise<number | null> => {
        child.kill('SIGTERM');
        return (await gone)[0];
      };
      if (told.includes('Stop with Ctrl-C')) resolve({ url, eventStore, adminKey, stop });
    });
  });
}
