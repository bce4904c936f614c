import { RecordUsage } from '#billing';
import { step, type YearStep } from './year-step';

interface Used {
  readonly contractId: string;
  readonly itemId: string;
  readonly meter?: string;
  /** From the first month of use, a figure for each. */
  readonly firstMonth: number;
  readonly quantities: readonly string[];
}

const used: readonly Used[] = [
  { contractId: 'Y-HOURS', itemId: 'advice', meter: 'senior', firstMonth: 2, quantities: ['8.1', '6.5', '7.25', '4', '9.6', '6', '7', '8', '5'] },
  { contractId: 'Y-RETAINER', itemId: 'counsel', firstMonth: 2, quantities: ['8', '13', '10', '6', '17', '9', '11', '10', '12', '10', '14'] },
  { contractId: 'Y-PLAN', itemId: 'platform', meter: 'calls', firstMonth: 2, quantities: ['800', '1400', '900', '2200', '1700', '60', '1250', '990', '1010', '1500', '2050'] },
  { contractId: 'Y-PREPAID', itemId: 'units', firstMonth: 2, quantities: ['6', '4', '8', '5', '3', '7', '4', '2'] },
];

const day = (month: number, of: string): string => `2011-${String(month).padStart(2, '0')}-${of}`;

const batch = ({ contractId, itemId, meter }: Used, on: string, quantity: string, text: string) => ({
  contractId, batchId: `used-${on}`, records: [{ usageId: `used-${on}`, itemId, quantity, on, text, ...(meter === undefined ? {} : { meter }) }],
});

/** A batch a month; those of April and June come after the billing run that would have taken them. */
export const usageSteps: readonly YearStep[] = used.flatMap((each) =>
  each.quantities.map((quantity, index) => {
    const month = each.firstMonth + index;
    const late = each.meter !== undefined && (month === 4 || month === 6);
    return step(late ? day(month + 1, '03') : day(month, '18'), (play) =>
      play.do((context) => new RecordUsage(batch(each, day(month, '18'), quantity, late ? 'came late' : 'as reported'), context)));
  }));
