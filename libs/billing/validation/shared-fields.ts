import { CodeField, IdField, RuledField, type FieldOptions } from './fields';
import { isAccountId } from './plain-text';

/** The id that makes a request without a natural id happen once. */
export function RequestIdField(): PropertyDecorator {
  return IdField({
    description: 'Your id of this request. May be left out when the header Idempotency-Key is sent: then it is that key.',
    example: 'req-2010-12-01-1',
    max: 200,
    filledIn: true,
  });
}

export function EntityIdField(): PropertyDecorator {
  return CodeField({ description: 'Legal entity; default: the only one configured.', example: 'UK', optional: true });
}

export const accountIdRule = 'a debtor account {entityId}~{customerId}: the code of a legal entity, a tilde, and the id of a customer';
export const accountIdRemedy = 'Send for instance "UK~17850".';

/** `{entityId}~{customerId}`. */
export function AccountIdField(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return RuledField(
    {
      name: 'accountId',
      code: 'FIELD.ACCOUNT_ID',
      rule: accountIdRule,
      remedy: accountIdRemedy,
      holds: isAccountId,
    },
    { description: 'Debtor account: `{entityId}~{customerId}`.', example: 'UK~17850', ...options },
    { minLength: 3, maxLength: 97, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}~.+$' },
  );
}

/** Ours (UUID) or made from source and number for a document issued elsewhere. */
export function InvoiceIdField(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return IdField({
    description: 'Invoice id. Name an item by this or by its document number.',
    example: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11',
    max: 140,
    ...options,
  });
}
