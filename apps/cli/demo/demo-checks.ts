import type { AgingBody, AgingSection, ReportAnswer } from '#read-models';
import type { Check } from '../verify/check';
import type { FileFigures, RegisterFigures } from './demo-figures';
import type { DemoOutcome } from './run-demo';

/** What the demo must show; each is checked, so that the demo cannot quietly show something else. */
export interface DemoEvidence {
  readonly outcome: DemoOutcome;
  readonly file: FileFigures;
  readonly registers: RegisterFigures;
  readonly agingNow: ReportAnswer<AgingBody>;
  /** The report of before, asked again by its sequence after everything else. */
  readonly agingAgain: ReportAnswer<AgingBody>;
  readonly openItemsTotal: string;
}

const check = (name: string, ok: boolean, detail: string): Check => ({ name, ok, detail, problems: ok ? [] : [detail] });
const isZero = (figure: string): boolean => !/[1-9]/.test(figure);

export function demoChecks({ outcome, file, registers, agingNow, agingAgain, openItemsTotal }: DemoEvidence): readonly Check[] {
  const { imported, factsOfSecondImport } = outcome;
  const section = agingNow.body.sections[0];
  const filled = section === undefined ? [] : [...section.totals.amounts, section.totals.unappliedReceipts, section.totals.unappliedCredits];
  const [before, now, again] = [outcome.agingBefore.body, agingNow.body, agingAgain.body].map((body) => JSON.stringify(body));
  return [
    check('sample reconciles', registers.net === file.value, `registers ${registers.billed} − ${registers.credited} = ${registers.net}, file ${file.value}`),
    check('documents billed', imported.billed === registers.invoices && imported.credited === registers.creditNotes && imported.refused.length === 0,
      `${registers.invoices} invoices, ${registers.creditNotes} credit notes, ${imported.nothingToBill} with nothing to bill, ${imported.refused.length} refused`),
    check('import twice', factsOfSecondImport === 0, `${factsOfSecondImport} facts written by importing the sample again`),
    check('aging is filled', filled.length === 7 && filled.every((figure) => !isZero(figure)), `buckets and credit columns: ${filled.join(', ')}`),
    check('aging = receivables', section?.totals.total === openItemsTotal, `buckets ${section?.totals.total ?? 'none'}, open items ${openItemsTotal}`),
    check('late fact shows', before !== now, 'the same day, known before and after the late fact: different figures'),
    check('same bytes again', before === again, `asked again at sequence ${outcome.agingBefore.provenance.knownAt}: identical`),
    check('reminders sent', outcome.reminders.some(({ sent }) => sent > 0) && outcome.reminders.some(({ skipped }) => skipped > 0), remindersText(outcome)),
  ];
}

const remindersText = ({ reminders }: DemoOutcome): string =>
  `${reminders.reduce((sum, { sent }) => sum + sent, 0)} letters, ${reminders.reduce((sum, { skipped }) => sum + skipped, 0)} steps skipped with a reason`;

export const sectionOf = (answer: ReportAnswer<AgingBody>): AgingSection | undefined => answer.body.sections[0];
