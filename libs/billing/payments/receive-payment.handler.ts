import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  checkRate, decideReceivePayment, personalSubject, refuseFutureDay, refuseUnknownCurrency, streamName, type ReceivePayment as ReceivePaymentDecision, type Refusal,
} from '#ledger';
import { namedItems } from '../accounts/named-items';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
import { findPayer } from './find-payer';
import type { PaymentAnswer } from './payment.answer';
import type { ReceivePaymentBody } from './payment.dto';
import { PaymentEntering } from './payment-entering';
import { paymentResult } from './payment-result';
import { ReceivePayment, type ReceiptOnStatement } from './receive-payment.command';

/** The identification that comes with the receipt itself. */
const withReceipt = 'receipt';

@CommandHandler(ReceivePayment)
export class ReceivePaymentHandler implements ICommandHandler<ReceivePayment> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: PaymentEntering,
  ) {}

  async execute({ body, context, onStatement }: ReceivePayment): Promise<CommandResult<PaymentAnswer>> {
    const { paymentId } = body;
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.payment(paymentId), fields: ['payerName'] });
    const recorded = await this.ledger.streams.payment.query(paymentId, ({ received }) => received, Number.POSITIVE_INFINITY);
    const command = recorded === null ? await this.command(body, origin.inputHash, onStatement) : { ...recorded, inputHash: origin.inputHash };
    if ('code' in command) {
      return refusedResult(command);
    }
    const outcome = await this.ledger.streams.payment.decide(paymentId, origin, (state) => decideReceivePayment(command, state), recorded === null);
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const entered = await this.entering.enter(paymentId, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('payment', paymentId), outcome.revision);
    }
    const answer = await paymentResult(this.ledger, this.entering, paymentId, withReceipt);
    return { kind: 'accepted', answer, writeToken: entered ?? outcome.position, repeated: outcome.revision === null };
  }

  private async command(body: ReceivePaymentBody, inputHash: string, onStatement: ReceiptOnStatement | undefined) {
    const named = body.entityId ?? body.accountId?.split('~', 1)[0];
    const found = await findEntity(this.ledger, named);
    if (!found.ok) {
      return found.refusal;
    }
    const { entityId, configuration, today } = found.facts;
    const unfit = refuseUnknownCurrency('currency', body.currency) ?? refuseNotYet(body, today, onStatement);
    if (unfit !== undefined) {
      return unfit;
    }
    const { recordedRate } = await recordedRateFact(this.ledger, found.facts, { currency: body.currency, rate: body.rate, on: body.receivedOn });
    const rate = checkRate(body.currency, configuration.baseCurrency, body.rate, recordedRate);
    if (!rate.ok) {
      return rate.refusal;
    }
    const accountId = await findPayer(this.ledger, entityId, body);
    if (accountId !== null && typeof accountId !== 'string') {
      return accountId;
    }
    return { ...receipt(body, { entityId, baseCurrency: configuration.baseCurrency, rate: rate.value, accountId, inputHash }), ...onStatement };
  }
}

const postDatable: ReadonlySet<string> = new Set(['cheque', 'check', 'cash']);

/**
 * A cheque may bear a later day, and cash may be promised for one: it counts from that day. What a bank or a gateway says
 * has its own days; everything else is entered when it has come.
 */
function refuseNotYet({ method = '', heldBy, receivedOn }: ReceivePaymentBody, today: string, onStatement: ReceiptOnStatement | undefined): Refusal | undefined {
  const told = onStatement !== undefined || heldBy !== undefined || postDatable.has(method.trim().toLowerCase());
  return told ? undefined : refuseFutureDay('receivedOn', receivedOn, today);
}

interface ReceiptFacts {
  readonly entityId: string;
  readonly baseCurrency: string;
  readonly rate: string;
  readonly accountId: string | null;
  readonly inputHash: string;
}

function receipt(body: ReceivePaymentBody, facts: ReceiptFacts): ReceivePaymentDecision {
  const { paymentId, receivedOn, currency, amount, reference, payerName, items, heldBy } = body;
  const { entityId, baseCurrency, rate, accountId, inputHash } = facts;
  return {
    paymentId,
    entityId,
    receivedOn,
    currency,
    amount,
    baseCurrency,
    rate,
    inputHash,
    method: body.method ?? 'bank transfer',
    instruction: {
      allocate: body.allocate ?? 'auto',
      ...(accountId === null ? {} : { accountId }),
      ...(items === undefined ? {} : { items: namedItems(items) }),
    },
    ...(reference === undefined ? {} : { reference }),
    ...(heldBy === undefined ? {} : { heldBy }),
    ...(payerName === undefined ? {} : { personal: { name: payerName } }),
    ...(accountId === null ? {} : { identification: { requestId: withReceipt, splits: [{ accountId }] } }),
  };
}
