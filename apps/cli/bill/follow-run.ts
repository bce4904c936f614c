import type { BillingRunProgress } from '#billing';
import { startProgress, type Progress } from '../output/progress';

/** Shows a run as it goes on: a count while it is planned, then a bar over its invoices. */
export function followRun(): { readonly tell: (progress: BillingRunProgress) => void; readonly done: () => void } {
  const planning = startProgress('Planning invoices', null);
  let billing: Progress | null = null;
  return {
    tell: ({ phase, planned, issued }) => {
      if (phase === 'planning') {
        planning.update(planned);
        return;
      }
      billing ??= startProgress('Billing', planned);
      billing.update(issued);
    },
    done: () => {
      billing?.done();
    },
  };
}
