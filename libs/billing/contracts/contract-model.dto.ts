import { ServicePeriodBody } from '../sales/sale.dto';
import { AmountField, DecimalField, PercentField } from '../validation/amount-fields';
import { ChoiceField, DayField, IdField, ListField, PartField, TextField, WholeField } from '../validation/fields';

export class IntervalBody {
  @ChoiceField(['day', 'week', 'month', 'year'], { description: 'Unit.', example: 'month' })
  readonly unit!: 'day' | 'week' | 'month' | 'year';

  @WholeField(1, 1000, { description: 'How many of them.', example: 1 })
  readonly count!: number;
}

export class MilestoneBody {
  @IdField({ description: 'Unique within the item.', example: 'go-live' })
  readonly milestoneId!: string;

  @TextField({ description: 'What is accepted; printed on the invoice.', example: 'Go-live' })
  readonly description!: string;

  @AmountField('not-negative', { description: 'Net, in the contract’s currency.', example: '2000.00' })
  readonly amount!: string;
}

export class ContractInstalmentBody {
  @DayField({ description: 'Day on which it falls due for billing.', example: '2010-12-15' })
  readonly on!: string;

  @AmountField('not-negative', { description: 'Net, in the contract’s currency.', example: '500.00' })
  readonly amount!: string;
}

export class PrepaidBody {
  @DecimalField('positive', 6, { description: 'Units paid for.', example: '50' })
  readonly units!: string;

  @TextField({ description: 'What a unit is.', example: 'hour', min: 1, max: 100 })
  readonly unit!: string;

  @DayField({ description: 'Last day on which they can be used; what is left then is breakage.', example: '2011-12-31', optional: true })
  readonly expiresOn?: string;
}

export class FixedFeeBody {
  @AmountField('not-negative', { description: 'Net of the whole, in the contract’s currency.', example: '3000.00' })
  readonly amount!: string;

  @ChoiceField(['at-once', 'milestones', 'instalments'], { description: 'When it is billed.', example: 'milestones' })
  readonly billing!: 'at-once' | 'milestones' | 'instalments';

  @ListField(() => MilestoneBody, { min: 1, max: 200 }, { description: 'Sum to the amount.', optional: true })
  readonly milestones?: MilestoneBody[];

  @ListField(() => ContractInstalmentBody, { min: 1, max: 200 }, { description: 'Sum to the amount; days rise.', optional: true })
  readonly instalments?: ContractInstalmentBody[];

  @PartField(() => ServicePeriodBody, { description: 'When the service is given; needed by rules that spread revenue.', optional: true })
  readonly servicePeriod?: ServicePeriodBody;

  @PartField(() => PrepaidBody, { description: 'Prepaid units that usage draws down; rule draw-down only.', optional: true })
  readonly prepaid?: PrepaidBody;
}

export class RoleRateBody {
  @IdField({ description: 'Role; what usage names as its meter.', example: 'senior' })
  readonly role!: string;

  @DayField({ description: 'First day of this rate, until the next one of the role.', example: '2010-12-01' })
  readonly from!: string;

  @DecimalField('not-negative', 6, { description: 'Price of an hour.', example: '120' })
  readonly hourlyRate!: string;
}

export class CapBody {
  @AmountField('not-negative', { description: 'At most this much, net.', example: '10000.00' })
  readonly amount!: string;

  @ChoiceField(['contract', 'period'], { description: 'Over the whole contract, or in each billing period.', example: 'contract' })
  readonly per!: 'contract' | 'period';
}

export class HourlyBody {
  @ListField(() => RoleRateBody, { min: 1, max: 500 }, { description: 'Rate card.' })
  readonly rates!: RoleRateBody[];

  @WholeField(1, 1440, { description: 'Each entry is billed in whole steps of so many minutes, rounded up.', example: 15 })
  readonly incrementMinutes!: number;

  @PartField(() => CapBody, { description: 'Cap.', optional: true })
  readonly cap?: CapBody;

  @PartField(() => IntervalBody, { description: 'Billing period.' })
  readonly interval!: IntervalBody;
}

export class ShareBody {
  @PercentField({ description: 'Percent of the measured value.', example: '10' })
  readonly percent!: string;

  @TextField({ description: 'What is measured.', example: 'savings of the first year', min: 1 })
  readonly of!: string;

  @AmountField('not-negative', { description: 'At least this much.', example: '1000.00', optional: true })
  readonly minimum?: string;

  @AmountField('not-negative', { description: 'At most this much.', example: '50000.00', optional: true })
  readonly maximum?: string;
}

export class ValueBasedBody {
  @TextField({ description: 'The agreed outcome.', example: 'Shop runs on the new platform', min: 1 })
  readonly outcome!: string;

  @AmountField('not-negative', { description: 'Its price; or a share.', example: '5000.00', optional: true })
  readonly price?: string;

  @PartField(() => ShareBody, { description: 'A share of the measured value; or a price.', optional: true })
  readonly share?: ShareBody;
}

export class RetainerBody {
  @AmountField('not-negative', { description: 'Net of every month.', example: '1500.00' })
  readonly monthlyFee!: string;

  @DecimalField('not-negative', 6, { description: 'Units that the fee includes.', example: '10' })
  readonly includedUnits!: string;

  @TextField({ description: 'What a unit is.', example: 'hour', min: 1, max: 100 })
  readonly unit!: string;

  @DecimalField('not-negative', 6, { description: 'Price of each unit beyond.', example: '160' })
  readonly overagePrice!: string;

  @WholeField(0, 60, { description: 'Months that an unused unit stays usable after its own.', example: 1 })
  readonly rolloverMonths!: number;

  @DecimalField('not-negative', 6, { description: 'Most units carried at any time.', example: '5', optional: true })
  readonly rolloverMaximum?: string;

  @ChoiceField(['in-advance', 'in-arrears'], { description: 'Billed when a month begins, or after it.', example: 'in-advance' })
  readonly timing!: 'in-advance' | 'in-arrears';
}

export class TierBody {
  @DecimalField('positive', 6, { description: 'Last unit of the tier, included; the last tier has none.', example: '1000', optional: true })
  readonly upTo?: string;

  @DecimalField('not-negative', 6, { description: 'Price of a unit.', example: '0.02' })
  readonly unitPrice!: string;

  @AmountField('not-negative', { description: 'Charged once when the tier is reached.', example: '10.00', optional: true })
  readonly flatFee?: string;
}

export class MeterBody {
  @IdField({ description: 'Unique within the item; what usage names.', example: 'api-calls' })
  readonly meter!: string;

  @TextField({ description: 'What a unit is.', example: 'call', min: 1, max: 100 })
  readonly unit!: string;

  @ChoiceField(['per-unit', 'tiered', 'volume'], { description: 'How the price follows from the quantity.', example: 'tiered' })
  readonly scheme!: 'per-unit' | 'tiered' | 'volume';

  @DecimalField('not-negative', 6, { description: 'Units of each period that cost nothing.', example: '100', optional: true })
  readonly includedUnits?: string;

  @ListField(() => TierBody, { min: 1, max: 50 }, { description: 'Tiers; one for a price per unit.' })
  readonly tiers!: TierBody[];
}

export class SubscriptionBody {
  @IdField({ description: 'Plan.', example: 'pro' })
  readonly plan!: string;

  @DecimalField('not-negative', 6, { description: 'Seats, devices, …', example: '5' })
  readonly quantity!: string;

  @DecimalField('not-negative', 6, { description: 'Price of one for a whole period.', example: '30' })
  readonly unitPrice!: string;

  @PartField(() => IntervalBody, { description: 'Billing period.' })
  readonly interval!: IntervalBody;

  @ChoiceField(['in-advance', 'in-arrears'], { description: 'Billed when a period begins, or after it.', example: 'in-advance' })
  readonly timing!: 'in-advance' | 'in-arrears';

  @WholeField(1, 3650, { description: 'The first so many days are free.', example: 14, optional: true })
  readonly trialDays?: number;

  @ListField(() => MeterBody, { min: 1, max: 50 }, { description: 'Metered parts, billed in arrears.', optional: true })
  readonly meters?: MeterBody[];
}
