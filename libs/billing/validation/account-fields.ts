import { isIban } from '#ledger';
import { RuledField, type FieldOptions } from './fields';

export function IbanField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'iban',
      code: 'FIELD.IBAN',
      rule: 'an IBAN in capitals without spaces, with the right check digits',
      remedy: 'Copy it again from the bank’s papers.',
      holds: (value) => typeof value === 'string' && isIban(value),
    },
    options,
    { pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}$' },
  );
}

export function BicField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'bic',
      code: 'FIELD.BIC',
      rule: 'a BIC of 8 or 11 capitals and digits',
      remedy: 'Send for instance "NWBKGB2L", or leave it out.',
      holds: (value) => typeof value === 'string' && /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(value),
    },
    options,
    { pattern: '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$' },
  );
}

/** Languages that documents and messages are written in. */
export const languages = ['en', 'de', 'fr'] as const;

export function LanguageField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'language',
      code: 'FIELD.LANGUAGE',
      rule: `one of ${languages.join(', ')}`,
      remedy: 'Send a language that documents are written in.',
      holds: (value) => (languages as readonly unknown[]).includes(value),
    },
    options,
    { enum: [...languages] },
  );
}
