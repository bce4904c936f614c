import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openLedger, type Ledger, type LedgerOptions } from '#billing';
import { createApiKey, createServer, roles, type Role, type ServerOptions } from '../index';

/** What an HTTP exchange came to. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is JSON; narrow it with matchers. */
  readonly json: Record<string, unknown>;
}

export interface Sent {
  readonly role?: Role | null;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real server on an ephemeral port, over a real ledger in a folder of its own, with a key for every role. */
export interface TestServer {
  readonly url: string;
  readonly dataDir: string;
  readonly ledger: Ledger;
  readonly app: NestFastifyApplication;
  readonly keys: Readonly<Record<Role, string>>;
  readonly logLines: readonly string[];
  get(path: string, sent?: Sent): Promise<Reply>;
  /** @param body an object sent as JSON, or text sent as it is. */
  post(path: string, body: unknown, sent?: Sent): Promise<Reply>;
  /** As `post`. */
  put(path: string, body: unknown, sent?: Sent): Promise<Reply>;
  /** Closes server and ledger and opens both again on the same folder. */
  restarted(opened?: Partial<LedgerOptions>): Promise<TestServer>;
  stop(): Promise<void>;
}

const jsonBody = (body: unknown): Pick<RequestInit, 'body' | 'headers'> => ({ body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json' } });

export async function startTestServer(
  options: Partial<ServerOptions> = {},
  folder?: string,
  opened: Partial<LedgerOptions> = {},
): Promise<TestServer> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'daybook-e2e-'));
  const ledger = await openLedger({ ...opened, dataFolder: dataDir });
  const logLines: string[] = [];
  const app = await createServer(ledger, { dataDir, logTo: { write: (line: string) => void logLines.push(line) }, ...options });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const keys = Object.fromEntries(roles.map((role) => [role, createApiKey(dataDir, { name: `${role} key`, role }).key])) as Record<Role, string>;
  const exchange = async (path: string, init: RequestInit, sent: Sent): Promise<Reply> => {
    const key = sent.key ?? (sent.role === null ? undefined : keys[sent.role ?? 'controller']);
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...authorization, ...init.headers, ...sent.headers } as Record<string, string> });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: (isJson ? JSON.parse(text) : {}) as Record<string, unknown> };
  };
  const close = async (): Promise<void> => {
    await app.close();
    await ledger.close();
  };
  return {
    url,
    dataDir,
    ledger,
    app,
    keys,
    logLines,
    get: (path, sent = {}) => exchange(path, { method: 'GET' }, sent),
    post: (path, body, sent = {}) => exchange(path, { method: 'POST', ...jsonBody(body) }, sent),
    put: (path, body, sent = {}) => exchange(path, { method: 'PUT', ...jsonBody(body) }, sent),
    restarted: async (openedAgain = {}) => {
      await close();
      return startTestServer(options, dataDir, openedAgain);
    },
    stop: async () => {
      await close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
