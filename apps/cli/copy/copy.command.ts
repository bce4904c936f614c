import { Command, Option } from 'nest-commander';
import { readLedgerId } from '#billing';
import { EventCodec, type EventStore } from '#event-store';
import { eventDefinitions, type AdministrativeActBegun } from '#ledger';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';
import type { LedgerPlace } from '../ledger-place';
import type { LogSource } from '../log/own-events';
import { begunAct, recordAt } from '../on-record/place-records';
import { grouped } from '../output/amounts';
import { startProgress } from '../output/progress';
import { copyKeys } from './copy-keys';
import { copyLog, type CopyResult, type CopyTarget } from './copy-log';
import { copyPlace, copyPlaceInWords, isSamePlace, openSource, openTarget } from './copy-places';
import { surveySource, type Survey } from './survey';

interface CopyOptions {
  readonly from: LedgerPlace;
  readonly to: LedgerPlace;
  readonly keysTo?: string;
}

@Command({ name: 'copy', description: 'move the log to another event store: same order, revisions, ids and recorded times; goes on where it was interrupted' })
export class CopyCommand extends DaybookCommand<CopyOptions> {
  protected override async execute(_args: readonly string[], { from, to, keysTo }: CopyOptions): Promise<void> {
    if (isSamePlace(from, to)) {
      throw new CliFailure('usage', '--from and --to name the same log. Name an empty one with --to.');
    }
    if (from.eventStoreUrl !== null) {
      this.terminal.note(`Nothing here can hold ${copyPlaceInWords(from)} still: stop everything that writes to it.`);
    }
    await recordAt(from, begunCopy(to));
    const source = await openSource(from);
    try {
      const log = await ledgerIn(source, from);
      const checking = startProgress('Checking the source', null);
      const survey = await surveySource(log, (events) => {
        checking.update(events);
      });
      checking.done();
      const target = await openTarget(to);
      try {
        const result = await this.copy(log, survey, target);
        // After the log, so that every key the copy needs is among them.
        const keys = await copyKeys(from, to, keysTo);
        this.tell(result, survey, { from, to });
        this.terminal.note(keys);
      } finally {
        await target.store.close();
      }
    } finally {
      await source.close();
    }
  }

  @Option({ flags: '--from <log>', description: 'data folder, or esdb://…; nobody may write to it meanwhile', required: true })
  from(text: string): LedgerPlace {
    return copyPlace(text, '--from');
  }

  @Option({ flags: '--to <log>', description: 'data folder, or esdb://…; empty, or left unfinished by the same copy', required: true })
  to(text: string): LedgerPlace {
    return copyPlace(text, '--to');
  }

  @Option({ flags: '--keys-to <place>', description: 'where the keys of the people in the log go: the data folder that will go with an esdb://… log, or postgres://… for several nodes' })
  keysTo(place: string): string {
    return place;
  }

  private async copy(log: LogSource, survey: Survey, target: CopyTarget): Promise<CopyResult> {
    const there = await readLedgerId(target.store);
    if (there !== null && there !== log.codec.ledgerId) {
      throw new CliFailure('refused', `The target ${target.store.description} holds another ledger, ${there}. Copy into an empty store.`);
    }
    const copying = startProgress('Copying', survey.events);
    const result = await copyLog(log, survey, target, (events) => {
      copying.update(events);
    });
    copying.done();
    return result;
  }

  private tell({ events, foundThere }: CopyResult, { foreign }: Survey, { from, to }: CopyOptions): void {
    const found = foundThere === 0 ? '' : ` (${grouped(String(foundThere))} of them were there from an earlier run)`;
    this.terminal.print(`${grouped(String(events))} events of the ledger are in ${copyPlaceInWords(to)}${found}, at the same revisions, with the same ids and recorded times.`);
    this.terminal.print(`${grouped(String(foreign))} events of others were left in ${copyPlaceInWords(from)}.`);
    const next = to.eventStoreUrl === null ? `daybook start --data ${to.folder}` : `DAYBOOK_EVENTSTORE=${copyPlaceInWords(to)} with a data folder of its own`;
    this.terminal.print(`Only the log was copied: read models are made from it again, API keys are made anew. Go on with: ${next}`);
  }
}

async function ledgerIn(store: EventStore, from: LedgerPlace): Promise<LogSource> {
  const ledgerId = await readLedgerId(store);
  if (ledgerId === null) {
    throw new CliFailure('usage', `The log in ${copyPlaceInWords(from)} holds no ledger; there is nothing to copy.`);
  }
  return { store, codec: new EventCodec({ definitions: eventDefinitions, ledgerId }) };
}

/** It is in the copy, too; no end follows it, or source and copy would not be the same log. */
const begunCopy = (to: LedgerPlace): AdministrativeActBegun => begunAct({ act: 'copy', changes: [{ name: 'to', after: copyPlaceInWords(to) }] });
