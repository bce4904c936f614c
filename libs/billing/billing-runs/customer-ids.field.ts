import { RuledField } from '../validation/fields';
import { isCleanId } from '../validation/plain-text';

const idsMax = 1000;

/** The paying customers that a run is held to. */
export const CustomerIdsField = (): PropertyDecorator =>
  RuledField(
    {
      name: 'customerIds',
      code: 'FIELD.CUSTOMER_IDS',
      rule: `a list of 1 to ${idsMax} customer ids`,
      remedy: 'Send the ids of the customers who pay, or leave it out to bill all.',
      holds: (value) => Array.isArray(value) && value.length >= 1 && value.length <= idsMax && value.every((id) => isCleanId(id)),
    },
    { description: 'Only what these customers pay; default all.', example: ['17850'], optional: true },
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: 64 }, minItems: 1, maxItems: idsMax },
  );
