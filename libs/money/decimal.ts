import { Decimal as DecimalBase } from 'decimal.js';

/**
 * decimal.js with room for the longest product we form (quantity × price × percentage × rate, each of at most 18
 * integer digits and 12 decimals) without losing a digit. Only text that passed the grammar may be given to it.
 */
export const Decimal = DecimalBase.clone({ precision: 130, rounding: DecimalBase.ROUND_HALF_UP, defaults: true });
export type Decimal = InstanceType<typeof DecimalBase>;
