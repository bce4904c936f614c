import { randomUUID } from 'node:crypto';
import { Command, Option, SubCommand } from 'nest-commander';
import { ReplayWebhookDeliveries } from '#billing';
import type { WebhookDeliveryRecord } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForWriting } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';
import { withWebhooks } from './webhook-reading';

interface ShownOptions extends DataOptions {
  readonly json?: true;
}

const pageMax = 1_000;
const timeOf = (milliseconds: number | null): string => (milliseconds === null ? '' : new Date(milliseconds).toISOString());

abstract class ShownCommand<Options extends ShownOptions = ShownOptions> extends LedgerCommand<Options> {
  @Option({ flags: '--json', description: 'as JSON, one document' })
  json(): true {
    return true;
  }
}

@SubCommand({ name: 'list', description: 'the endpoints that are told of facts, how far each is and what failed last' })
export class WebhooksListCommand extends ShownCommand {
  protected override async execute(_args: readonly string[], options: ShownOptions): Promise<void> {
    const items = (await withWebhooks(this.placeOf(options), async (store) => {
      const endpoints = (await store.endpoints()).filter(({ standing }) => standing !== 'removed');
      return Promise.all(endpoints.map(async ({ endpointId, settings, standing, cursor, delivered, failedAt, failure }) => ({
        endpointId, url: settings.url, state: standing, cursor: cursor.sequence, delivered,
        waiting: await store.count(endpointId, 'waiting'), dead: await store.count(endpointId, 'dead'), lastFailedAt: timeOf(failedAt), lastFailure: failure ?? '',
      })));
    })) ?? [];
    if (options.json === true) {
      return this.terminal.print(JSON.stringify({ items }, null, 2));
    }
    const columns = [{ title: 'Endpoint' }, { title: 'State' }, ...['Cursor', 'Delivered', 'Waiting', 'Dead'].map((title) => ({ title, kind: 'amount' as const })), { title: 'Last failure' }];
    const rows = items.map(({ endpointId, state, cursor, delivered, waiting, dead, lastFailure }) => [endpointId, state, ...[cursor, delivered, waiting, dead].map(String), lastFailure]);
    this.terminal.print(items.length === 0 ? 'No endpoint is told of anything.' : renderTable(columns, rows, this.terminal.style));
  }
}

@SubCommand({ name: 'dead-letters', arguments: '<endpoint>', description: 'what was given up for an endpoint after every attempt' })
export class WebhooksDeadLettersCommand extends ShownCommand {
  protected override async execute([endpointId = '']: readonly string[], options: ShownOptions): Promise<void> {
    const items = (await withWebhooks(this.placeOf(options), async (store) => {
      if ((await store.endpoint(endpointId)) === null) {
        throw new CliFailure('usage', `There is no webhook endpoint ${JSON.stringify(endpointId)}. List them: daybook webhooks list`);
      }
      const all: WebhookDeliveryRecord[] = [];
      for (let more = true; more; ) {
        const page = await store.deliveries(endpointId, 'dead', { after: all.at(-1)?.sequence ?? 0, limit: pageMax });
        all.push(...page);
        more = page.length === pageMax;
      }
      return all;
    })) ?? [];
    if (options.json === true) {
      const shown = items.map(({ sequence, eventId, type, stream, attempts, failedAt, failure }) => ({
        sequence, eventId, type, stream, attempts, lastFailedAt: timeOf(failedAt), lastFailure: failure,
      }));
      return this.terminal.print(JSON.stringify({ endpointId, items: shown }, null, 2));
    }
    const columns = [
      { title: 'Sequence', kind: 'amount' as const }, { title: 'Type' }, { title: 'Stream' }, { title: 'Attempts', kind: 'amount' as const }, { title: 'Last failed' },
      { title: 'Failure' },
    ];
    const rows = items.map(({ sequence, type, stream, attempts, failedAt, failure }) => [String(sequence), type, stream, String(attempts), timeOf(failedAt), failure ?? '']);
    this.terminal.print(items.length === 0 ? `Nothing was given up for ${endpointId}.` : renderTable(columns, rows, this.terminal.style));
  }
}

interface ReplayOptions extends DataOptions {
  readonly from?: number;
  readonly sequences?: number[];
}

@SubCommand({ name: 'replay', arguments: '<endpoint>', description: 'send facts again; a running server takes the same as POST /webhook-endpoints/{id}/replays' })
export class WebhooksReplayCommand extends LedgerCommand<ReplayOptions> {
  protected override async execute([endpointId = '']: readonly string[], { from, sequences, ...options }: ReplayOptions): Promise<void> {
    const requestId = randomUUID();
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const body = { endpointId, requestId, ...(from === undefined ? {} : { fromSequence: from }), ...(sequences === undefined ? {} : { sequences }) };
      const result = await ledger.execute(new ReplayWebhookDeliveries(body, { actor: 'cli', commandId: requestId, correlationId: requestId }));
      if (result.kind !== 'accepted') {
        throw new CliFailure('refused', result.kind === 'refused' ? result.refusal.message : result.message);
      }
      this.terminal.print(`The next server that starts sends them again to ${endpointId}.`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--from <sequence>', description: 'everything from this ledger sequence on' })
  from(text: string): number {
    return sequenceOf(text);
  }

  @Option({ flags: '--sequences <list>', description: 'certain facts, as 7,9' })
  sequences(text: string): number[] {
    return text.split(',').map((each) => sequenceOf(each.trim()));
  }
}

function sequenceOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new CliFailure('usage', `${JSON.stringify(text)} is no ledger sequence. Give a number from 1 on.`);
  }
  return Number(text);
}

@Command({
  name: 'webhooks',
  description: 'systems elsewhere that are told of facts: how far each is, what was given up, and sending it again',
  subCommands: [WebhooksListCommand, WebhooksDeadLettersCommand, WebhooksReplayCommand],
})
export class WebhooksCommand extends GroupCommand {}
