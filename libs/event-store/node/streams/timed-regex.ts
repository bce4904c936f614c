import { createContext, Script } from 'node:vm';
import { invalidArgument } from '../calls/refusal';

/** Longest regular expression of a client. */
const regexLengthMost = 1_024;

/**
 * How long one page of names may take, milliseconds. An honest expression needs a fraction of one; the second try is for
 * a machine that was busy with something else.
 */
const tries = [50, 100] as const;

/** Expressions that ran out of time, so that each costs the node that time only once. */
const hopeless = new Set<string>();
const hopelessMost = 200;

/** What .NET reads in a way of its own and this engine would silently read otherwise. */
const notOurs: readonly (readonly [RegExp, string])[] = [
  [/(?<!\\)(?:\\\\)*\\[AzZG]/, 'anchors other than ^ and $'],
  [/\(\?(?:[imnsx]+(?:-[imnsx]*)?|-[imnsx]+)[:)]/, 'inline flags'],
  [/\(\?>/, 'atomic groups'],
  [/\[[^\]]*-\[/, 'subtracted classes'],
];

interface Page {
  regex: RegExp;
  names: readonly string[];
}
const page = createContext({ regex: /$^/, names: [] }) as Page;
const script = new Script('(() => { const r = regex; return names.map((name) => r.test(name)); })()');

/**
 * A regular expression of a stranger. The engine backtracks, and would do so for hours on some; there is no way to tell
 * them beforehand, so it runs where it can be stopped.
 */
export class TimedRegex {
  private readonly regex: RegExp;

  /** @throws Refusal INVALID_ARGUMENT when it is too long or not in the syntax of this engine. */
  constructor(private readonly source: string) {
    if (source.length > regexLengthMost) throw invalidArgument(`a filter's regular expression has at most ${regexLengthMost} characters`);
    const found = notOurs.find(([form]) => form.test(source));
    if (found !== undefined) throw invalidArgument(`this node takes no ${found[1]} in a filter: ${JSON.stringify(source)}`);
    if (hopeless.has(source)) throw this.tooSlow();
    try {
      this.regex = new RegExp(source);
    } catch (error) {
      throw invalidArgument(`the filter ${JSON.stringify(source)} is no regular expression here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Which of the names it finds something in. @throws Refusal INVALID_ARGUMENT when that takes too long. */
  test(names: readonly string[]): readonly boolean[] {
    for (const timeout of tries) {
      const found = this.testWithin(names, timeout);
      if (found !== null) return found;
    }
    if (hopeless.size < hopelessMost) hopeless.add(this.source);
    throw this.tooSlow();
  }

  private testWithin(names: readonly string[], timeout: number): readonly boolean[] | null {
    try {
      page.regex = this.regex;
      page.names = names;
      return script.runInContext(page, { timeout }) as boolean[];
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
      throw error;
    }
  }

  private tooSlow(): Error {
    return invalidArgument(`the filter ${JSON.stringify(this.source)} takes too long to try on event names: give prefixes, or an expression without nested repetition`);
  }
}
