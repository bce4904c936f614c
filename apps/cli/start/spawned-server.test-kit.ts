import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createApiKey } from '#server';
import { daybookProgram } from '../node/spawned-node.test-kit';

/** What a request came to; status 0: the server died, nobody knows. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `daybook start` in a process of its own, on a data folder of its own. */
export interface SpawnedServer {
  readonly folder: string;
  /** SIGKILL: it gets no chance to finish anything. Resolves when it is gone. */
  kill(): Promise<void>;
  post(path: string, body: object): Promise<Reply>;
  get(path: string): Promise<Reply>;
}

const ready = /API\s+(http:\S+)/;

/** Starts a server and waits until it is ready to answer from its read models. */
export async function spawnServer(folder: string, env: NodeJS.ProcessEnv): Promise<SpawnedServer> {
  const { key } = createApiKey(folder, { name: 'load', role: 'controller' });
  const child = spawn(process.execPath, [daybookProgram, 'start', '--port', '0', '--data', folder], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const url = await new Promise<string>((resolve, reject) => {
    void gone.then(() => reject(new Error(`the server ended: ${said}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = ready.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const ask = async (path: string, init: RequestInit): Promise<Reply> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    try {
      const response = await fetch(`${url}${path}`, { ...init, headers });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    } catch {
      return { status: 0, body: {} };
    }
  };
  return {
    folder,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
    get: (path) => ask(path, {}),
  };
}
