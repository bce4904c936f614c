import type { CommandSink } from '../../command-runner';
import { founding } from './year-company';
import { contractSteps } from './year-contracts';
import { correctionSteps } from './year-corrections';
import { moneySteps } from './year-money';
import { monthEndSteps } from './year-month-ends';
import { YearPlay } from './year-step';
import { usageSteps } from './year-usage';

/** Plays the year 2011 of a company that sells in every way. The same year again changes nothing. */
export async function playYear(sink: CommandSink): Promise<void> {
  const play = new YearPlay(sink);
  const steps = [...founding, ...contractSteps, ...usageSteps, ...correctionSteps, ...moneySteps, ...monthEndSteps];
  for (const { act } of steps.map((each, index) => ({ ...each, index })).sort((a, b) => (a.on === b.on ? a.index - b.index : a.on < b.on ? -1 : 1))) {
    await act(play);
  }
}
