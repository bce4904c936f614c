import { notFoundCodes, type SoughtThing } from '#ledger';
import { problem } from './problem';

/**
 * What was looked for, or a 404 that says how to look.
 *
 * @param what in words: `invoice`.
 */
export function found<View>(view: View | null, what: SoughtThing, id: string): View {
  if (view === null) {
    const shown = JSON.stringify(id.slice(0, 80));
    const remedy = 'Check the id; what was written just now is found when its writeToken is given as min.';
    throw problem(404, notFoundCodes[what], `There is no ${what} ${shown}. ${remedy}`, {
      data: { id: id.slice(0, 200) },
    });
  }
  return view;
}
