import { AmountField } from '../validation/amount-fields';
import { CodeField, CurrencyField, IdField, RuledField } from '../validation/fields';
import { RequestIdField } from '../validation/shared-fields';

const isMonth = (value: unknown): boolean => typeof value === 'string' && /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(value);

export class SetSalesTargetBody {
  @CodeField({ description: 'Legal entity; from the path.', example: 'UK', filledIn: true })
  readonly entityId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @RuledField(
    { name: 'month', code: 'FIELD.MONTH', rule: 'a month as YYYY-MM', remedy: 'Send for instance "2011-11".', holds: isMonth },
    { description: 'Month of the sales.', example: '2011-11' },
    { pattern: '^\\d{4}-(0[1-9]|1[0-2])$' },
  )
  readonly month!: string;

  @CurrencyField({ description: 'Currency of the sales that count; others have targets of their own.', example: 'GBP' })
  readonly currency!: string;

  @AmountField('not-negative', { description: 'What is to be sold, net of tax and of credit notes.', example: '100000.00' })
  readonly amount!: string;

  @IdField({ description: 'Of this product alone.', example: '85123A', optional: true })
  readonly productCode?: string;

  @IdField({ description: 'To this customer alone; not together with a product.', example: '17850', optional: true })
  readonly customerId?: string;
}
