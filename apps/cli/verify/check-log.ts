import type { RecordedEvent, StoredEvent } from '#event-store';
import type { LedgerEvent } from '#ledger';
import type { LogSource } from '../log/own-events';
import { CheckBuilder, type Check, type LogCheck } from './check';
import { DocumentStepsCheck } from './document-steps-check';
import { EnvelopeCheck } from './envelope-check';
import { FileCheck, logPages, plainMessage } from './file-check';
import { ForeignCheck } from './foreign-check';
import { MoneyCheck } from './money-check';
import { MoneyStepsCheck } from './money-steps-check';
import { PeriodFacts } from './period-check';
import { RegisterCheck } from './register-check';
import { SubjectsCheck } from './subjects-check';

export interface LogFindings {
  readonly checks: readonly Check[];
  /** Own events in the log, counted here and nowhere else. */
  readonly events: number;
  /** What the log says of closed months, for the comparison with the reports. */
  readonly periods: PeriodFacts;
}

/** Checks everything that can be told from the log alone, in one pass over it. A damaged event is named and passed. */
export async function checkLog(source: LogSource, onProgress: (rows: number, total: number) => void = () => undefined): Promise<LogFindings> {
  const file = new FileCheck(source.store);
  const walk = new LogWalk(source);
  let rows = 0;
  for await (const page of logPages(source.store)) {
    file.see(page);
    for (const recorded of page.events) {
      walk.see(recorded);
    }
    rows += page.events.length;
    onProgress(rows, page.rows);
  }
  return { checks: [file.result(), ...walk.results()], events: walk.events, periods: walk.periods };
}

/** Own events in order, each seen by every check; what one event does to a check stops none of the others. */
class LogWalk {
  private readonly readable = new CheckBuilder('events readable', 'events of a known type, with the data of that type');
  private readonly foreign: ForeignCheck;
  private readonly envelope: EnvelopeCheck;
  readonly periods = new PeriodFacts();
  private readonly checks: readonly LogCheck[] = [
    new RegisterCheck(), new DocumentStepsCheck(), new MoneyStepsCheck(), new SubjectsCheck(), new MoneyCheck(), this.periods,
  ];
  private sequence = 0;
  private recordedAt = 0;

  constructor(private readonly source: LogSource) {
    this.foreign = new ForeignCheck(source.codec.ledgerId);
    this.envelope = new EnvelopeCheck(source.codec);
  }

  get events(): number {
    return this.sequence;
  }

  see(recorded: RecordedEvent): void {
    if (!this.source.codec.isOwn(recorded)) {
      this.foreign.see(recorded);
      return;
    }
    this.sequence += 1;
    this.readable.look();
    this.envelope.see(recorded, this.sequence);
    try {
      this.follow(recorded, this.source.codec.decode(recorded)!);
    } catch (error) {
      const { stream, revision, type } = recorded;
      this.readable.problem(`sequence ${this.sequence}: ${stream}@${revision} ${type} cannot be read: ${plainMessage(error)}`);
    }
  }

  results(): readonly Check[] {
    return [...this.foreign.results(), this.readable.result(), ...this.envelope.results(), ...this.checks.flatMap((check) => check.results())];
  }

  private follow(recorded: RecordedEvent, event: StoredEvent): void {
    this.recordedAt = Math.max(this.recordedAt, event.recordedAt);
    const { sequence, recordedAt } = this;
    const fact = { type: event.type, data: event.data } as LedgerEvent;
    const failures: unknown[] = [];
    for (const check of this.checks) {
      try {
        check.see({ sequence, recordedAt, event, fact, recorded });
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw failures[0];
    }
  }
}
