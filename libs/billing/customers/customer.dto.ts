import { PercentField } from '../validation/amount-fields';
import {
  ChoiceField, CountryField, DayField, FlagField, IdField, ListField, PartField, TextField, WholeField,
} from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';

/** Fields that say who a natural person is; kept apart so that one place guards them. */
export class PersonalBody {
  @TextField({ description: 'Name.', example: 'Ada Sample', optional: true, personal: true, max: 200 })
  readonly name?: string;

  @TextField({ description: 'E-mail address.', example: 'ada@example.com', optional: true, personal: true, max: 254 })
  readonly email?: string;

  @TextField({ description: 'Phone.', example: '+44 20 7946 0000', optional: true, personal: true, max: 40 })
  readonly phone?: string;

  @TextField({ description: 'Street.', example: '2 Market Row', optional: true, personal: true, max: 200 })
  readonly street?: string;

  @TextField({ description: 'City.', example: 'Leeds', optional: true, personal: true, max: 200 })
  readonly city?: string;

  @TextField({ description: 'Postal code.', example: 'LS1 1AA', optional: true, personal: true, max: 20 })
  readonly postalCode?: string;

  @TextField({ description: 'Tax number.', example: 'GB987654321', optional: true, personal: true, max: 40 })
  readonly taxId?: string;
}

export class TermsInstalmentBody {
  @WholeField(0, 3650, { description: 'Due so many days after issue.', example: 30 })
  readonly netDays!: number;

  @PercentField({ description: 'Share of gross; all together 100.', example: '50' })
  readonly percent!: string;
}

export class EarlyPaymentBody {
  @PercentField({ description: 'So many percent of gross less.', example: '2' })
  readonly percent!: string;

  @WholeField(0, 3650, { description: 'When paid within so many days of issue.', example: 10 })
  readonly withinDays!: number;
}

export class TermsBody {
  @WholeField(0, 3650, { description: 'Due so many days after issue.', example: 30 })
  readonly netDays!: number;

  @ListField(() => TermsInstalmentBody, { min: 1, max: 60 }, { description: 'Split of the gross amount, in order.', optional: true })
  readonly instalments?: TermsInstalmentBody[];

  @PartField(() => EarlyPaymentBody, { description: 'Discount for paying early; frozen in each invoice.', optional: true })
  readonly earlyPayment?: EarlyPaymentBody;
}

/** Terms given together with the registration. */
export class FirstTermsBody {
  @EntityIdField()
  readonly entityId?: string;

  @PartField(() => TermsBody, { description: 'When documents are due.' })
  readonly terms!: TermsBody;

  @DayField({ description: 'For documents issued on or after this day; default: any day.', optional: true })
  readonly effectiveFrom?: string;

  @FlagField({ description: 'False: never reminded. Default true, false for walk-ins.', example: true, optional: true })
  readonly remind?: boolean;
}

export class RegisterCustomerBody {
  @IdField({ description: 'Your id of the customer.', example: '17850' })
  readonly customerId!: string;

  @ChoiceField(['business', 'person', 'walk-in'], {
    description: 'A walk-in stands for the unknown buyers of one day: due at issue, never reminded.',
    example: 'business',
  })
  readonly kind!: 'business' | 'person' | 'walk-in';

  @CountryField({ description: 'Country.' })
  readonly country!: string;

  @PartField(() => PersonalBody, { description: 'Who it is; default nothing.', optional: true })
  readonly personal?: PersonalBody;

  @ListField(() => FirstTermsBody, { min: 1, max: 20 }, { description: 'Terms with legal entities; absent: the default terms.', optional: true })
  readonly terms?: FirstTermsBody[];
}

/** The whole contact as it stands from now on: a field left out is gone. */
export class ChangeContactBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @CountryField({ description: 'Country.' })
  readonly country!: string;

  @PartField(() => PersonalBody, { description: 'Who it is.' })
  readonly personal!: PersonalBody;
}

export class SetCreditTermsBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @PartField(() => TermsBody, { description: 'When documents are due.' })
  readonly terms!: TermsBody;

  @DayField({ description: 'For documents issued on or after this day.' })
  readonly effectiveFrom!: string;

  @FlagField({ description: 'False: never reminded. Default true.', example: true, optional: true })
  readonly remind?: boolean;

  @FlagField({ description: 'True: a billing run puts everything due of one currency on one invoice. Default false.', example: true, optional: true })
  readonly consolidate?: boolean;

  @TextField({ description: 'Why, for the record.', example: 'agreed by phone', optional: true })
  readonly note?: string;
}
