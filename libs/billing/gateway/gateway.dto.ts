import { AmountField, DecimalField } from '../validation/amount-fields';
import { CurrencyField, DayField, IdField, ListField, TextField, WholeField } from '../validation/fields';
import { AccountIdField, EntityIdField, InvoiceIdField } from '../validation/shared-fields';

export class SettleGatewayPayoutBody {
  @IdField({ description: 'The gateway’s id of the payout: it counts once.', example: 'stripe:po_1NxYgU' })
  readonly payoutId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @TextField({ description: 'Which gateway.', example: 'stripe', min: 1, max: 100 })
  readonly gateway!: string;

  @DayField({ description: 'Day it reached the bank.', example: '2010-12-24' })
  readonly settledOn!: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @AmountField('any', { description: 'Receipts less refunds and chargebacks: what leaves the clearing account.', example: '230.00' })
  readonly gross!: string;

  @AmountField('any', { description: 'What the gateway keeps.', example: '22.54' })
  readonly fees!: string;

  @AmountField('any', { description: 'What reaches the bank: gross less fees.', example: '207.46' })
  readonly net!: string;

  @WholeField(0, 1_000_000, { description: 'Transactions it is made of.', example: 7 })
  readonly transactions!: number;

  @DecimalField('positive', 12, { description: 'Base units per unit of the currency; default the rate on record for the day. Not for the base currency.', example: '1.1725', optional: true })
  readonly rate?: string;
}

export class OrderedItemBody {
  @InvoiceIdField({ description: 'Invoice, by its id.' })
  readonly invoiceId!: string;

  @WholeField(1, 60, { description: 'Instalment; default: all that are open.', example: 1, optional: true })
  readonly instalment?: number;
}

export class OrderGatewayPaymentBody {
  @AccountIdField()
  readonly accountId!: string;

  @ListField(() => OrderedItemBody, { min: 1, max: 20 }, { description: 'What is to be paid: as much of each as is open. One currency.' })
  readonly items!: OrderedItemBody[];

  @TextField({ description: 'Language of the payment page.', example: 'en', min: 2, max: 2 })
  readonly language!: string;

  @TextField({ description: 'Where the payer comes back to.', example: 'https://pay.example/c/k1.e30.x', min: 8, max: 2_000 })
  readonly returnUrl!: string;
}

export class RefundThroughGatewayBody {
  @AccountIdField()
  readonly accountId!: string;

  @IdField({ description: 'A requested refund.', example: 'REF-1' })
  readonly refundId!: string;

  @IdField({ description: 'Receipt that the gateway pays back; default the one the refund takes its money from.', example: 'stripe:pi_3NxYgU', optional: true })
  readonly paymentId?: string;
}
