import type { Position, RecordedEvent } from '#event-store';
import { isOwnStreamName } from '#ledger';
import { CliFailure } from '../cli-failure';
import type { LogSource } from '../log/own-events';
import { TruncationWatch } from '../log/truncation-watch';

/** What a source holds, once it is known to be whole. */
export interface Survey {
  /** Own events: all of them are copied. */
  readonly events: number;
  /** Events of anybody else: none of them is. */
  readonly foreign: number;
  /** Place of the last event of any kind; null on an empty log. */
  readonly end: Position | null;
}

const problemsMax = 10;

/**
 * Reads the whole source and makes sure that it can be copied as it is: every own event unchanged and at the next
 * revision of its stream, nothing deleted or truncated, and nobody else's events in the ledger's own streams.
 *
 * @throws CliFailure that lists what is in the way; nothing has been written anywhere.
 */
export async function surveySource(source: LogSource, onProgress: (events: number) => void): Promise<Survey> {
  const survey = new SourceSurvey(source);
  let end: Position | null = null;
  for await (const page of source.store.readAll(null)) {
    for (const recorded of page) {
      survey.see(recorded);
    }
    end = page.at(-1)?.position ?? end;
    onProgress(survey.events);
  }
  survey.refuseProblems(source.store.description);
  return { events: survey.events, foreign: survey.foreign, end };
}

class SourceSurvey {
  events = 0;
  foreign = 0;
  private readonly heads = new Map<string, number>();
  private readonly truncation = new TruncationWatch();
  private readonly problems: string[] = [];

  constructor(private readonly source: LogSource) {}

  see(recorded: RecordedEvent): void {
    if (this.source.codec.isOwn(recorded)) {
      this.seeOwn(recorded);
      return;
    }
    this.foreign += 1;
    if (!this.truncation.see(recorded) && isOwnStreamName(recorded.stream)) {
      this.problems.push(foreignInOwnStream(recorded));
    }
  }

  refuseProblems(description: string): void {
    const problems = [...this.problems, ...this.truncation.problems()];
    if (problems.length === 0) {
      return;
    }
    const shown = problems.slice(0, problemsMax).map((problem) => `  ${problem}`);
    const more = problems.length > problemsMax ? [`  … and ${problems.length - problemsMax} more`] : [];
    throw new CliFailure(
      'refused',
      [`Nothing was copied: the log in ${description} is not as the ledger wrote it.`, ...shown, ...more, 'Look at it with "daybook verify"; only a whole log can be moved.'].join('\n'),
    );
  }

  private seeOwn(recorded: RecordedEvent): void {
    const { stream, revision, type } = recorded;
    this.events += 1;
    const expected = (this.heads.get(stream) ?? -1) + 1;
    if (revision !== expected) {
      this.problems.push(`${stream} continues at revision ${revision}, not ${expected}: events are missing`);
    }
    this.heads.set(stream, revision);
    if (!this.source.codec.verifyContentHash(recorded)) {
      this.problems.push(`${stream}@${revision} ${type} does not fit its content hash`);
    }
  }
}

function foreignInOwnStream({ stream, revision, type }: RecordedEvent): string {
  return type === '$streamDeleted' ? `${stream} was deleted for ever` : `${stream}@${revision} ${JSON.stringify(type)} is no event of this ledger, though it stands in one of its streams`;
}
