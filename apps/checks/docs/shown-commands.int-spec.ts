import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnNode, type SpawnedNode } from '../../cli/node/spawned-node.test-kit';
import { exists, repositoryFiles, root, textOf } from '../tidy/repository-files';
import { stripeApiVersion } from '#gateway';
import { Mailbox } from '../../../libs/delivery/testing';
import { StripeStandIn } from '../../../libs/gateway/testing';
import { needsCluster, needsGateway, needsMail, needsRules, needsServer, shownBlocks, type ShownBlock } from './shown-commands';

const main = join(root, 'dist', 'apps', 'cli', 'main.js');
const pages = repositoryFiles().filter((path) => path.endsWith('.md') && shownBlocks(textOf(path)).length > 0);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

interface Shop {
  readonly data: string;
  readonly env: NodeJS.ProcessEnv;
  readonly server: ChildProcess | null;
  /** Stands for a cluster. */
  readonly cluster: SpawnedNode | null;
  /** Ends what else stands in for others. */
  readonly standIns: readonly (() => Promise<void>)[];
}

/** The rules of EN 16931 lie outside the repository: without them the commands that need them are left out. */
const rules = process.env['DAYBOOK_SAMPLE_DATA'] === undefined ? null : join(process.env['DAYBOOK_SAMPLE_DATA'], 'en16931');
if (rules === null) process.stderr.write('Commands shown with $EN16931 are not run: set DAYBOOK_SAMPLE_DATA to the folder that holds en16931/*.sch.\n');

/** A mail server that keeps what it is sent; it drops the line at a message to an address that begins with `lost`. */
async function mailServer(): Promise<{ readonly env: NodeJS.ProcessEnv; readonly close: () => Promise<void> }> {
  const box = await Mailbox.open({
    onData: (stream, session, done) => {
      stream.resume();
      stream.on('end', () => (session.envelope.rcptTo.some(({ address }) => address.startsWith('lost')) ? box.dropAll() : done()));
    },
  });
  return { env: { DAYBOOK_SMTP: `${box.url}?tls=off`, DAYBOOK_MAIL_FROM: 'Sample Billing <billing@example.com>' }, close: () => box.close() };
}

/** The settings of a payment gateway that a stand-in answers for. */
async function gatewayStandIn(): Promise<{ readonly env: NodeJS.ProcessEnv; readonly close: () => Promise<void> }> {
  const standIn = new StripeStandIn('sk_test_4eC39HqLyjWDarjtT1zdp7dc', stripeApiVersion);
  const settings = { DAYBOOK_STRIPE_KEY: 'sk_test_4eC39HqLyjWDarjtT1zdp7dc', DAYBOOK_STRIPE_WEBHOOK_SECRET: 'whsec_testsecretnew' };
  return { env: { ...settings, DAYBOOK_STRIPE_URL: await standIn.start(), DAYBOOK_PUBLIC_URL: 'https://bills.example.com' }, close: () => standIn.stop() };
}

function daybook(env: NodeJS.ProcessEnv, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`daybook ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** Starts the server and its node on free ports and returns their addresses once it has told it. */
function startServer(env: NodeJS.ProcessEnv): Promise<{ readonly server: ChildProcess; readonly url: string; readonly node: string }> {
  const server = spawn(process.execPath, [main, 'start', '--config', 'docs/recipes/shop.json', '--port', '0', '--node-port', '0'], { cwd: root, env });
  let told = '';
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${told}`)));
    server.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    server.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const url = /API\s+(http:\/\/\S+)/.exec(told)?.[1];
      const node = /Event store\s+(esdb:\/\/\S+)\n/.exec(told)?.[1];
      if (url !== undefined && node !== undefined) resolve({ server, url, node });
    });
  });
}

async function openShop(blocks: readonly ShownBlock[]): Promise<Shop> {
  const data = mkdtempSync(join(tmpdir(), 'daybook-docs-'));
  const others = await Promise.all([...(needsMail(blocks) ? [mailServer()] : []), ...(needsGateway(blocks) ? [gatewayStandIn()] : [])]);
  const standIns = others.map(({ close }) => close);
  const settings = Object.assign({}, ...others.map((one) => one.env)) as NodeJS.ProcessEnv;
  const env: NodeJS.ProcessEnv = { ...process.env, ...settings, DAYBOOK_DATA: data, NO_COLOR: '1', ...(rules === null ? {} : { EN16931: rules }) };
  const cluster = needsCluster(blocks) ? await spawnNode(['--memory', '--port', '0']) : null;
  if (!needsServer(blocks)) return { data, env: { ...env, ...(cluster === null ? {} : { CLUSTER: cluster.url }) }, server: null, cluster, standIns };
  const { server, url, node } = await startServer(env);
  const key = daybook(env, 'keys', 'create', '--name', 'me', '--role', 'controller');
  return { data, server, cluster, standIns, env: { ...env, DAYBOOK_URL: url, DAYBOOK_KEY: key, DAYBOOK_NODE: node } };
}

async function closeShop({ data, server, cluster, standIns }: Shop): Promise<void> {
  await cluster?.stop();
  if (server !== null) {
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  }
  await Promise.all(standIns.map((close) => close()));
  rmSync(data, { recursive: true, force: true });
}

describe('shown commands', () => {
  test('are found', () => {
    expect(pages.length).toBeGreaterThan(3);
  });

  const runnable = hasCurl ? pages : pages.filter((path) => !needsServer(shownBlocks(textOf(path))));
  if (!hasCurl) process.stderr.write('Commands shown with curl are not run: curl is not installed.\n');

  test.each(runnable)('of %s work', async (path) => {
    if (!exists('dist/apps/cli/main.js')) throw new Error('dist is missing: run `npm run build` first (`npm test` does)');
    const blocks = shownBlocks(textOf(path)).filter((block) => rules !== null || !needsRules(block));
    const shop = await openShop(blocks);
    try {
      const script = ['set -euo pipefail', `daybook() { "${process.execPath}" "${main}" "$@"; }`, ...blocks.map(({ text }) => text)].join('\n');
      const ran = spawn('bash', ['-c', script], { cwd: root, env: shop.env });
      let output = '';
      for (const stream of [ran.stdout, ran.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const [code] = (await once(ran, 'close')) as [number];
      expect({ code, output }).toEqual({ code: 0, output });
    } finally {
      await closeShop(shop);
    }
  }, 240_000);
});
