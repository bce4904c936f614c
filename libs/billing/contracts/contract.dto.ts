import type { BillingModel, ContractItem } from '#ledger';
import { taxCategories, type TaxCategory } from '../sales/sale.dto';
import { AmountField, DecimalField, PercentField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, IdField, ListField, PartField, TextField } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';
import { FixedFeeBody, HourlyBody, RetainerBody, SubscriptionBody, ValueBasedBody } from './contract-model.dto';

const models = ['fixed-fee', 'hourly', 'value-based', 'retainer', 'subscription'] as const satisfies readonly BillingModel[];
const recognitionRules = [
  'at-issue', 'point-in-time', 'daily', 'equal-months', 'as-used', 'milestones', 'draw-down', 'prepayment',
] as const satisfies readonly ContractItem['recognition'][];

export class ContractItemBody {
  @IdField({ description: 'Unique within the contract.', example: 'platform' })
  readonly itemId!: string;

  @IdField({ description: 'Product.', example: 'PLAN-PRO', optional: true })
  readonly productCode?: string;

  @TextField({ description: 'Printed on the invoice.', example: 'Platform, plan Pro', min: 1 })
  readonly description!: string;

  @ChoiceField(taxCategories, { description: 'EN 16931 tax category; default Z when the rate is 0, else S.', example: 'S', optional: true })
  readonly taxCategory?: TaxCategory;

  @PercentField({ description: 'Tax rate in percent; default 0.', example: '20', optional: true })
  readonly taxRate?: string;

  @TextField({ description: 'Why no tax is charged; needed for reverse charge and exemption.', example: 'Reverse charge', optional: true })
  readonly taxNote?: string;

  @PercentField({ description: 'Discount in percent of every line of the item.', example: '5', optional: true })
  readonly discountPercent?: string;

  @ChoiceField(recognitionRules, { description: 'When its revenue counts.', example: 'daily' })
  readonly recognition!: (typeof recognitionRules)[number];

  @ChoiceField(models, { description: 'How it is billed; exactly the part of this name is given.', example: 'subscription' })
  readonly model!: BillingModel;

  @PartField(() => FixedFeeBody, { description: 'A price agreed as a whole.', optional: true })
  readonly fixedFee?: FixedFeeBody;

  @PartField(() => HourlyBody, { description: 'Time at a rate by role and date.', optional: true })
  readonly hourly?: HourlyBody;

  @PartField(() => ValueBasedBody, { description: 'A price for an outcome, or a share of its value.', optional: true })
  readonly valueBased?: ValueBasedBody;

  @PartField(() => RetainerBody, { description: 'A monthly fee that includes units.', optional: true })
  readonly retainer?: RetainerBody;

  @PartField(() => SubscriptionBody, { description: 'A plan at a quantity for every interval.', optional: true })
  readonly subscription?: SubscriptionBody;
}

export class SignContractBody {
  @IdField({ description: 'Your id of the contract; it exists once.', example: 'K-2010-001' })
  readonly contractId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @IdField({ description: 'Who buys; registered before.', example: '17850' })
  readonly customerId!: string;

  @IdField({ description: 'Who pays, if not the buyer: it is billed to this customer’s account.', example: '17850', optional: true })
  readonly payerCustomerId?: string;

  @IdField({ description: 'Whom invoices are addressed to, if not the buyer.', example: '17850', optional: true })
  readonly billToCustomerId?: string;

  @DayField({ description: 'Day it was signed; default today in the entity’s time zone.', optional: true })
  readonly signedOn?: string;

  @DayField({ description: 'First day.', example: '2010-12-01' })
  readonly startsOn!: string;

  @DayField({ description: 'Last day, included; default: until it is ended.', example: '2011-11-30', optional: true })
  readonly endsOn?: string;

  @CurrencyField({ description: 'Currency of all amounts of the contract.' })
  readonly currency!: string;

  @ListField(() => ContractItemBody, { min: 1, max: 100 }, { description: 'What it sells.' })
  readonly items!: ContractItemBody[];

  @TextField({ description: 'The buyer’s own reference, printed on every invoice.', example: 'PO 4711', optional: true, max: 200 })
  readonly reference?: string;
}

export class RemovedItemBody {
  @IdField({ description: 'Item that ends the day before.', example: 'setup' })
  readonly itemId!: string;
}

export class AmendContractBody {
  @IdField({ description: 'Contract; from the path.', example: 'K-2010-001', filledIn: true })
  readonly contractId!: string;

  @IdField({ description: 'Your id of the amendment; it exists once within the contract.', example: 'A-1' })
  readonly amendmentId!: string;

  @DayField({ description: 'First day on which it holds.', example: '2010-12-15' })
  readonly effectiveFrom!: string;

  @ListField(() => ContractItemBody, { min: 1, max: 100 }, { description: 'New items, and whole replacements of items by their id.', optional: true })
  readonly items?: ContractItemBody[];

  @ListField(() => RemovedItemBody, { min: 1, max: 100 }, { description: 'Items that end the day before.', optional: true })
  readonly removedItems?: RemovedItemBody[];

  @TextField({ description: 'Why.', example: 'five more seats', min: 1 })
  readonly reason!: string;
}

export class AcceptMilestoneBody {
  @IdField({ description: 'Contract; from the path.', example: 'K-2010-001', filledIn: true })
  readonly contractId!: string;

  @IdField({ description: 'Milestone; from the path.', example: 'go-live', filledIn: true })
  readonly milestoneId!: string;

  @IdField({ description: 'Item of the contract that the milestone is of.', example: 'project' })
  readonly itemId!: string;

  @DayField({ description: 'Day of acceptance; default today in the entity’s time zone.', optional: true })
  readonly acceptedOn?: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the contract’s currency that day; default the recorded rate.', example: '1.1725', optional: true })
  readonly rate?: string;
}

export class AcceptOutcomeBody {
  @IdField({ description: 'Contract; from the path.', example: 'K-2010-001', filledIn: true })
  readonly contractId!: string;

  @IdField({ description: 'Your id of the acceptance; from the path.', example: 'ACC-1', filledIn: true })
  readonly acceptanceId!: string;

  @IdField({ description: 'Item of the contract that was accepted.', example: 'migration' })
  readonly itemId!: string;

  @DayField({ description: 'Day of acceptance; default today in the entity’s time zone.', optional: true })
  readonly acceptedOn?: string;

  @AmountField('not-negative', { description: 'Measured value, when the price is a share of it.', example: '40000.00', optional: true })
  readonly measuredValue?: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the contract’s currency that day; default the recorded rate.', example: '1.1725', optional: true })
  readonly rate?: string;
}

export class EndContractBody {
  @IdField({ description: 'Contract; from the path.', example: 'K-2010-001', filledIn: true })
  readonly contractId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Last day of the contract, included.', example: '2010-12-31' })
  readonly endsOn!: string;

  @TextField({ description: 'Why.', example: 'cancelled by the customer', min: 1 })
  readonly reason!: string;
}

export class RecogniseRevenueBody {
  @IdField({ description: 'Your id of this request. May be left out when the header Idempotency-Key is sent.', example: 'revenue-2010-12', max: 100, filledIn: true })
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @IdField({ description: 'One contract; default: all of the legal entity.', example: 'K-2010-001', optional: true })
  readonly contractId?: string;

  @DayField({ description: 'Work and usage through this day; a month’s last, as a rule.', example: '2010-12-31' })
  readonly through!: string;

  @DecimalField('positive', 12, { description: 'With one contract: base units per unit of its currency that day; default the recorded rate.', example: '1.1725', optional: true })
  readonly rate?: string;
}
