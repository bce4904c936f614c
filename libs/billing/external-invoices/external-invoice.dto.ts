import { AmountField, DecimalField, PercentField } from '../validation/amount-fields';
import { ChoiceField, CodeField, CurrencyField, DayField, FlagField, IdField, ListField } from '../validation/fields';
import { EntityIdField } from '../validation/shared-fields';
import { taxCategories, type TaxCategory } from '../sales/sale.dto';

export class ExternalInstalmentBody {
  @DayField({ description: 'Due date.', example: '2013-01-30' })
  readonly dueDate!: string;

  @AmountField('positive', { description: 'Part of gross; all together gross.', example: '55.94' })
  readonly amount!: string;
}

export class ExternalTaxBody {
  @ChoiceField(taxCategories, { description: 'EN 16931 tax category.', example: 'Z' })
  readonly category!: TaxCategory;

  @PercentField({ description: 'Rate in percent.', example: '0' })
  readonly rate!: string;

  @AmountField('not-negative', { description: 'Net amount of this rate.', example: '55.94' })
  readonly base!: string;

  @AmountField('not-negative', { description: 'Tax of this rate.', example: '0.00' })
  readonly tax!: string;
}

/** A document issued elsewhere. It keeps its own number and dates and never enters our registers. */
export class RecordExternalInvoiceBody {
  @CodeField({ description: 'System it was issued in.', example: 'legacy' })
  readonly source!: string;

  @IdField({ description: 'Its own number; unique within the source.', example: '611365' })
  readonly documentNumber!: string;

  @ChoiceField(['history', 'opening'], {
    description: 'history: revenue and tax on its own date; opening: against the opening balance.',
    example: 'history',
  })
  readonly mode!: 'history' | 'opening';

  @EntityIdField()
  readonly entityId?: string;

  @IdField({ description: 'Customer, registered before.', example: '0379-NEVHP' })
  readonly customerId!: string;

  @DayField({ description: 'Its issue date.', example: '2013-01-02' })
  readonly issueDate!: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the currency; default the rate on record for the day. Not for the base currency.', example: '1.1725', optional: true })
  readonly rate?: string;

  @AmountField('positive', { description: 'Gross amount.', example: '55.94' })
  readonly gross!: string;

  @ListField(() => ExternalTaxBody, { min: 1, max: 100 }, { description: 'Bases and taxes, together gross; absent: all of it without tax.', optional: true })
  readonly taxes?: ExternalTaxBody[];

  @ListField(() => ExternalInstalmentBody, { min: 1, max: 60 }, { description: 'When it is due. Not before the issue date.' })
  readonly instalments!: ExternalInstalmentBody[];

  @FlagField({ description: 'False: never reminded. Default true.', example: false, optional: true })
  readonly remind?: boolean;
}
