import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { addDays, refusal, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DeliveryRunAnswer } from './delivery.answer';
import { DocumentDelivery, notSetUp, type Delivered } from './document-delivery';
import { DocumentFinding } from './found-document';
import { owingAccounts, type WaitingDocument } from './owing-accounts';
import { RunDeliveries } from './run-deliveries.command';

/** Without a first day a run goes back so far: over a long weekend, not over the history. */
const usualDaysBack = 7;
const usualLimit = 500;
const skipsNamedMax = 100;
const pageSize = 100;

interface Tally extends Omit<DeliveryRunAnswer, 'skips' | 'deliveryIds' | 'entityId' | 'from'> {
  sent: number;
  failed: number;
  unconfirmed: number;
  skipped: number;
  readonly skips: { readonly documentId: string; readonly code: string; readonly reason: string }[];
  readonly deliveryIds: string[];
  stopped?: string;
  more: boolean;
  position: string | null;
}

@CommandHandler(RunDeliveries)
export class RunDeliveriesHandler implements ICommandHandler<RunDeliveries> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly documents: DocumentFinding,
    private readonly delivery: DocumentDelivery,
  ) {}

  async execute({ body, context }: RunDeliveries): Promise<CommandResult<DeliveryRunAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const { statementsAsOf: asOf } = body;
    if (asOf !== undefined && (asOf > today || (body.from ?? '') > asOf)) {
      return refusedResult(refusal('invalid', 'STATEMENT.PERIOD', `statements run up to a day that is not after today, ${today}, nor before their first. Correct from and statementsAsOf.`, { today }));
    }
    const from = body.from ?? (asOf === undefined ? addDays(today, -usualDaysBack) : `${asOf.slice(0, 4)}-01-01`);
    const asked = { entityId, from };
    const tally: Tally = { sent: 0, failed: 0, unconfirmed: 0, skipped: 0, skips: [], deliveryIds: [], more: false, position: null };
    await this.ledger.readModels.catchUp();
    const waiting = (): AsyncIterable<WaitingDocument> => (asOf === undefined ? this.undelivered(asked) : owingAccounts(this.ledger, { ...asked, asOf }));
    const unready = (await isEmpty(waiting())) ? undefined : await this.unready();
    if (unready !== undefined) {
      return refusedResult(unready);
    }
    await this.sendAll(waiting(), { limit: body.limit ?? usualLimit, tally }, originOf(context, body));
    const { position, ...counts } = tally;
    return { kind: 'accepted', answer: { ...asked, ...counts }, writeToken: position, repeated: false };
  }

  /** Asked before anything is claimed: a server that is down would leave every document failed, to be repeated by hand. */
  private async unready(): Promise<Refusal | undefined> {
    const { mail } = this.ledger;
    if (mail === null) {
      return notSetUp;
    }
    const ready = await mail.check();
    return ready.ok
      ? undefined
      : refusal('conflict', 'DELIVERY.MAIL_UNREACHABLE', `the mail server takes nothing: ${ready.reason}. Nothing was claimed; run again when it does.`, { reason: ready.reason });
  }

  private async sendAll(waiting: AsyncIterable<WaitingDocument>, { limit, tally }: { readonly limit: number; readonly tally: Tally }, origin: EventOrigin): Promise<void> {
    for await (const { kind, documentId, period } of waiting) {
      if (tally.deliveryIds.length >= limit) {
        tally.more = true;
        return;
      }
      const document = await this.documents.find(kind, documentId, period);
      const delivered: Delivered = 'code' in document ? { kind: 'refused', refusal: document } : await this.delivery.deliver(document, undefined, origin);
      count(tally, documentId, delivered);
      if (tally.stopped !== undefined) {
        tally.more = true;
        return;
      }
    }
  }

  /** Issued documents that nobody was sent, oldest first. */
  private async *undelivered(asked: { readonly entityId: string; readonly from: string }): AsyncGenerator<WaitingDocument> {
    for (let after: number | undefined; ; ) {
      const page = await this.ledger.lookups.undelivered(asked, { limit: pageSize, ...(after === undefined ? {} : { after }) });
      yield* page.items;
      if (page.next === null) {
        return;
      }
      after = page.items.at(-1)?.sequence;
    }
  }
}

async function isEmpty(documents: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _one of documents) {
    return false;
  }
  return true;
}

function count(tally: Tally, documentId: string, delivered: Delivered): void {
  if (delivered.kind === 'refused') {
    tally.skipped += 1;
    if (tally.skips.length < skipsNamedMax) {
      tally.skips.push({ documentId, code: delivered.refusal.code, reason: delivered.refusal.message });
    }
    return;
  }
  const { answer, claimed, position, unreachable } = delivered;
  tally.position = position ?? tally.position;
  if (!claimed) {
    // Another node was faster.
    return;
  }
  tally.deliveryIds.push(answer.deliveryId);
  tally.sent += answer.state === 'sent' ? 1 : 0;
  tally.failed += answer.state === 'failed' ? 1 : 0;
  tally.unconfirmed += answer.state === 'unconfirmed' ? 1 : 0;
  if (unreachable) {
    tally.stopped = answer.detail;
  }
}
