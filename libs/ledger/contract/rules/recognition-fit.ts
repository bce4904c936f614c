import type { ItemCheck } from './item-check';

/** A rule has to be one that the item's work, use or days can be recognised by. */
export function checkRecognition(check: ItemCheck): void {
  const { recognition, model, fixedFee } = check.item;
  const recurring = model === 'subscription' || model === 'retainer';
  const fits = (holds: boolean, message: string): void => check.ensure(holds, 'RECOGNITION', 'recognition', `"${recognition}" ${message}`);
  check.ensure(fixedFee?.prepaid === undefined || recognition === 'draw-down', 'RECOGNITION', 'fixedFee.prepaid', 'goes with recognition "draw-down" alone. Send that, or leave it out.');
  switch (recognition) {
    case 'at-issue':
    case 'point-in-time':
      return;
    case 'daily':
    case 'equal-months':
      return fits(recurring || fixedFee?.servicePeriod !== undefined, 'spreads revenue over days of service. Send fixedFee.servicePeriod, or another rule.');
    case 'as-used':
      return fits(recurring || model === 'hourly', 'needs time or usage. Take another rule for this model.');
    case 'milestones':
      return fits(model === 'value-based' || fixedFee?.milestones !== undefined, 'needs a fixed fee with milestones, or an outcome. Send milestones, or another rule.');
    case 'draw-down':
      return fits(fixedFee?.prepaid !== undefined, 'needs prepaid units. Send fixedFee.prepaid, or another rule.');
    case 'prepayment':
      return fits(false, 'is for prepayment invoices, which a credit note settles. Send another rule.');
  }
}
