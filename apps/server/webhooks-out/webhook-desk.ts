import { mkdirSync, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { PauseWebhookEndpoint } from '#billing';
import { failureOf, requireTarget, resolveBySystem, sendDelivery, systemWebhookTiming, TargetRefused, WebhookDispatcher, type WebhookLog, type WebhookTiming } from '#integration';
import { streamName, type WebhookSettings } from '#ledger';
import { alwaysHeld, openReadStore, webhookFileName, WebhookStore, type ReadStore, type WebhookDeliveryRecord, type WebhookEndpointRecord } from '#read-models';
import { problem } from '../edge/problem';
import { SequenceTail } from '../feed/sequence-tail';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SERVER_LOG } from '../operations/server-log';
import { SERVER_OPTIONS, type ServerOptions } from '../server-options';
import { freshId, freshSecret } from './webhook-ids.adapter';

/** How long an answer waits until what was just decided is what is sent by, milliseconds. */
const levelWaitMs = 2_000;
const hourMs = 3_600_000;

/** An endpoint with how much waits for it. */
export interface WatchedEndpoint extends WebhookEndpointRecord {
  readonly head: number;
  readonly waiting: number;
  readonly dead: number;
  /** False: nothing is sent until its secret is rotated. */
  readonly hasSecret: boolean;
}

/** The webhooks of this server: runs the sending, keeps the secrets, and tells how far each endpoint is. */
@Injectable()
export class WebhookDesk implements OnApplicationBootstrap, OnModuleDestroy {
  private store: WebhookStore | null = null;
  private ownStore: ReadStore | null = null;
  private dispatcher: WebhookDispatcher | null = null;
  private readonly timing: WebhookTiming;

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly tail: SequenceTail,
    @Inject(SERVER_OPTIONS) private readonly options: ServerOptions,
    @Inject(SERVER_LOG) private readonly log: Logger,
  ) {
    this.timing = options.webhooks?.timing ?? systemWebhookTiming(ledger.now);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { ledger, timing } = this;
    this.store = await WebhookStore.open(await this.database(), ledger.ledgerId);
    this.dispatcher = new WebhookDispatcher({
      log: this.webhookLog(),
      store: this.store,
      timing,
      rule: this.rule(),
      lease: ledger.readStore.lease(`daybook webhooks ${ledger.ledgerId}`) ?? alwaysHeld,
      sequenceOf: (position) => this.tail.sequenceOf(position, levelWaitMs),
      onGone: (endpointId) => this.recordGone(endpointId),
      onTrouble: (message) => this.log.warn({ event: 'webhooks' }, message),
    });
    this.dispatcher.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.dispatcher?.stop();
    await this.ownStore?.close();
  }

  /** @throws ProblemException 422 for a target the server must not connect to. */
  async requireTarget(url: unknown): Promise<void> {
    if (typeof url !== 'string') {
      return;
    }
    try {
      await requireTarget(url, this.rule(), this.options.webhooks?.resolve ?? resolveBySystem);
    } catch (error) {
      if (!(error instanceof TargetRefused)) {
        throw error;
      }
      throw problem(422, 'WEBHOOK.TARGET_REFUSED', `An endpoint lies on the internet, or in a net that the operator allowed. ${error.message}`, {
        errors: [{ field: 'url', rule: 'an endpoint this server may connect to', remedy: error.message }],
      });
    }
  }

  /**
   * The secret of a number, shown once: null when it was made before. The ones before it go on signing for so many hours.
   */
  async makeSecret(endpointId: string, number: number, overlapHours: number): Promise<string | null> {
    const secret = freshSecret();
    return (await this.open().keepSecret(endpointId, number, secret, this.timing.now() + overlapHours * hourMs)) ? secret : null;
  }

  /** Waits, bounded, until every fact about an endpoint is what is sent by. */
  async level(endpointId: string): Promise<void> {
    const position = await this.lastFactOf(endpointId);
    if (position === null) {
      return;
    }
    const began = performance.now();
    for (;;) {
      const place = await this.open().place();
      if ((place !== null && place.position >= position) || performance.now() - began > levelWaitMs) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async list(): Promise<WatchedEndpoint[]> {
    const endpoints = (await this.open().endpoints()).filter(({ standing }) => standing !== 'removed');
    return Promise.all(endpoints.map((endpoint) => this.watched(endpoint)));
  }

  async find(endpointId: string): Promise<WatchedEndpoint | null> {
    const endpoint = await this.open().endpoint(endpointId);
    return endpoint === null ? null : this.watched(endpoint);
  }

  deliveries(endpointId: string, state: WebhookDeliveryRecord['state'], page: { readonly after: number; readonly limit: number }): Promise<WebhookDeliveryRecord[]> {
    return this.open().deliveries(endpointId, state, page);
  }

  /** Sends a test to an endpoint, once. */
  async test(endpointId: string, settings: WebhookSettings): Promise<{ readonly status: number | null; readonly failure: string | null }> {
    const at = new Date(this.timing.now());
    const body = JSON.stringify({ type: 'WebhookTest', recordedAt: at.toISOString(), data: { endpointId } });
    const secrets = await this.open().secrets(endpointId, at.getTime());
    if (secrets.length === 0) {
      return { status: null, failure: 'it has no secret to sign with: rotate it' };
    }
    try {
      const { status } = await sendDelivery({ url: settings.url, id: `test-${freshId()}`, body, secrets, at }, this.rule());
      return { status, failure: status >= 200 && status < 300 ? null : `answered ${status}` };
    } catch (error) {
      return { status: null, failure: failureOf(error) };
    }
  }

  private open(): WebhookStore {
    if (this.store === null) {
      throw new Error('webhooks are asked for before the server has started');
    }
    return this.store;
  }

  private rule() {
    const { allow = [], timeoutMs, resolve } = this.options.webhooks ?? {};
    return { allow, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(resolve === undefined ? {} : { resolve }) };
  }

  private webhookLog(): WebhookLog {
    const { ledgerId, store, codec } = this.ledger;
    return { ledgerId, store, codec, placeBefore: (sequence) => this.tail.marks.atOrBefore(sequence) };
  }

  /** Servers that share their read models share this too; one by itself keeps it in its folder, for its owner's eyes alone. */
  private async database(): Promise<ReadStore> {
    if (this.ledger.readStore.dialect === 'postgres') {
      return this.ledger.readStore;
    }
    mkdirSync(this.options.dataDir, { recursive: true, mode: 0o700 });
    const file = join(this.options.dataDir, webhookFileName);
    closeSync(openSync(file, 'a', 0o600));
    this.ownStore = await openReadStore({ file });
    return this.ownStore;
  }

  private async watched(endpoint: WebhookEndpointRecord): Promise<WatchedEndpoint> {
    const store = this.open();
    const { endpointId } = endpoint;
    const [waiting, dead, secrets] = await Promise.all([
      store.count(endpointId, 'waiting'), store.count(endpointId, 'dead'), store.secrets(endpointId, this.timing.now()),
    ]);
    return { ...endpoint, head: Math.max(this.tail.sequence, endpoint.cursor.sequence), waiting, dead, hasSecret: secrets.length > 0 };
  }

  private async lastFactOf(endpointId: string): Promise<string | null> {
    for await (const { position } of this.ledger.store.readStream(streamName('webhookendpoint', endpointId), { direction: 'backwards', maxCount: 1 })) {
      return position;
    }
    return null;
  }

  private async recordGone(endpointId: string): Promise<void> {
    const requestId = freshId();
    const context = { actor: 'policy:webhooks', commandId: requestId, correlationId: requestId };
    const body = { endpointId, requestId, cause: 'gone' as const, reason: 'the endpoint answered 410' };
    const result = await this.ledger.execute(new PauseWebhookEndpoint(body, context));
    if (result.kind === 'unknown') {
      throw new Error(result.message);
    }
  }
}
