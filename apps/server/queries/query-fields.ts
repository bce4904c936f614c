import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { RuledField, TextField, type FieldOptions } from '#billing';

type QueryFieldOptions = Omit<FieldOptions, 'optional' | 'filledIn' | 'personal'>;

/** A whole number in the address: digits only, so `1e3` and `0x10` are none. */
export function QueryNumber(min: number, max: number, options: QueryFieldOptions): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value)),
    RuledField(
      {
        name: 'number',
        code: 'FIELD.WHOLE_NUMBER',
        rule: `a whole number from ${min} to ${max}`,
        remedy: 'Send digits only.',
        holds: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
      },
      { ...options, optional: true },
      { type: 'integer', minimum: min, maximum: max },
    ),
  );
}

export function QueryText(options: QueryFieldOptions & { readonly max?: number }): PropertyDecorator {
  return TextField({ max: 200, min: 1, ...options, optional: true });
}
