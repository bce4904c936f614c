import type { RecognitionRule } from './contract-terms';

/** Whether what is billed under the rule stays deferred until work, use or a settlement takes it. */
export const staysDeferred = (rule: RecognitionRule): boolean => rule === 'milestones' || rule === 'draw-down' || rule === 'prepayment';

/** Whether an accepted milestone or outcome is revenue on that day, billed or not. */
export const earnedOnAcceptance = (rule: RecognitionRule): boolean => rule === 'milestones' || rule === 'point-in-time';
