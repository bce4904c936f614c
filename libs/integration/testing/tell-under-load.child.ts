import { systemWebhookTiming } from '../webhooks/webhook-timing.adapter';
import { ToldLedger } from './told-ledger';

/** How many facts the log may be ahead of the receiver, so that kills find deliveries under way. */
const aheadMax = 40;
const subjects = 7;

/** Lets things happen without end while one endpoint is told of them, until it is killed. Writes `happened SEQUENCE`. */
async function main([folder = '', url = '']: readonly string[]): Promise<void> {
  const ledger = await ToldLedger.open(folder);
  if ((await ledger.webhooks.secrets('e', systemWebhookTiming().now())).length === 0) {
    await ledger.register('e', { url, order: 'per-stream', after: 0 });
  }
  ledger.tell();
  for (let turn = 0; ; turn += 1) {
    const sequence = await ledger.happen(`S${turn % subjects}`);
    process.stdout.write(`happened ${sequence}\n`);
    await ledger.broughtTo('e', sequence - aheadMax);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(String(error), () => process.exit(1));
});
