import type { RecognitionRule, ServicePeriod } from '../contract/contract-terms';
import { refuseUnrealDay } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import { countServiceMonths } from './service-months';

/** A hundred years of months; as many entries as one line's schedule may have. */
export const scheduleMonthsMax = 1200;

/** The part of a line that its recognition rests on, as somebody asks for it. */
export interface AskedRecognition {
  readonly lineId: string;
  readonly recognition?: RecognitionRule;
  readonly servicePeriod?: ServicePeriod;
}

/** Where a line comes from: work on a contract recognises what stays deferred, a prepayment is settled by a credit note. */
export type LineOrigin = 'sale' | 'prepayment' | 'contract';

/** Refuses a service period that does not exist, ends before it begins, or is longer than a schedule may be. */
export const refuseServicePeriod = ({ lineId, servicePeriod }: Omit<AskedRecognition, 'recognition'>): Refusal | undefined =>
  servicePeriod === undefined ? undefined : refuseRecognition({ lineId, servicePeriod }, 'sale');

const needsPeriod: ReadonlySet<RecognitionRule> = new Set<RecognitionRule>(['daily', 'equal-months']);

/** Rules that leave revenue deferred, and where something takes it up again. */
const recognisedBy: Readonly<Partial<Record<RecognitionRule, LineOrigin>>> = { milestones: 'contract', 'draw-down': 'contract', prepayment: 'prepayment' };

/** Refuses a rule that could not be followed: without its period, over an impossible one, or deferred for ever. */
export function refuseRecognition(line: AskedRecognition, origin: LineOrigin): Refusal | undefined {
  const { lineId, recognition: rule = 'at-issue', servicePeriod } = line;
  const invalid = (code: string, message: string, data: Readonly<Record<string, string | number>> = {}): Refusal =>
    refusal('invalid', code, `line ${lineId}: ${message}`, { lineId, rule, ...data });
  if (servicePeriod === undefined) {
    return needsPeriod.has(rule)
      ? invalid('RECOGNITION.PERIOD_MISSING', `revenue by ${rule} is spread over a service period, and none is given. Send "servicePeriod", or another rule.`)
      : refuseOrigin(line, origin, invalid);
  }
  const { from, to } = servicePeriod;
  const unreal = refuseUnrealDay('servicePeriod.from', from) ?? refuseUnrealDay('servicePeriod.to', to);
  if (unreal !== undefined) {
    return unreal;
  }
  if (to < from) {
    return invalid('RECOGNITION.PERIOD_ORDER', `the service period ends on ${to}, before it begins on ${from}. Send its first day as "from" and its last as "to".`, { from, to });
  }
  const months = countServiceMonths(servicePeriod);
  if (months > scheduleMonthsMax) {
    const message = `the service period from ${from} to ${to} touches ${months} months; a line may have ${scheduleMonthsMax}. Check its year, or send several lines.`;
    return invalid('RECOGNITION.PERIOD_TOO_LONG', message, { from, to, months });
  }
  return refuseOrigin(line, origin, invalid);
}

function refuseOrigin({ recognition = 'at-issue' }: AskedRecognition, origin: LineOrigin, invalid: (code: string, message: string) => Refusal): Refusal | undefined {
  const needed = recognisedBy[recognition];
  if (needed === undefined || needed === origin) {
    return undefined;
  }
  const where = needed === 'contract' ? 'a contract, whose work or use recognises it' : 'a prepayment invoice, which a credit note settles';
  return invalid('RECOGNITION.WRONG_RULE', `revenue by ${recognition} stays deferred and belongs on ${where}; here it would never count. Send another rule.`);
}
