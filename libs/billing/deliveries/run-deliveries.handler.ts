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
    const asked = { entityId, from: body.from ?? addDays(today, -usualDaysBack) };
    const tally: Tally = { sent: 0, failed: 0, unconfirmed: 0, skipped: 0, skips: [], deliveryIds: [], more: false, position: null };
    await this.ledger.readModels.catchUp();
    const waiting = await this.ledger.lookups.undelivered(asked, { limit: 1 });
    const unready = waiting.items.length === 0 ? undefined : await this.unready();
    if (unready !== undefined) {
      return refusedResult(unready);
    }
    await this.sendAll(asked, { limit: body.limit ?? usualLimit, tally }, originOf(context, body));
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

  private async sendAll(asked: { readonly entityId: string; readonly from: string }, { limit, tally }: { readonly limit: number; readonly tally: Tally }, origin: EventOrigin): Promise<void> {
    for (let after: number | undefined; ; ) {
      const page = await this.ledger.lookups.undelivered(asked, { limit: pageSize, ...(after === undefined ? {} : { after }) });
      for (const { kind, documentId, sequence } of page.items) {
        if (tally.deliveryIds.length >= limit) {
          tally.more = true;
          return;
        }
        const document = await this.documents.find(kind, documentId);
        const delivered: Delivered = 'code' in document ? { kind: 'refused', refusal: document } : await this.delivery.deliver(document, undefined, origin);
        count(tally, documentId, delivered);
        if (tally.stopped !== undefined) {
          tally.more = true;
          return;
        }
        after = sequence;
      }
      if (page.next === null) {
        return;
      }
    }
  }
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
