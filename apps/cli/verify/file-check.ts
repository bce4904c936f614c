import type { EventStore } from '#event-store';
import type { EmbeddedStore, FilePage } from '#event-store/embedded';
import { CheckBuilder, type Check } from './check';

/** The whole log, page by page, whatever is damaged in it; for a store that is no file here, as far as it can be read. */
export async function* logPages(store: EventStore): AsyncGenerator<FilePage> {
  if (isFile(store)) {
    yield* store.inspectFile();
    return;
  }
  try {
    for await (const events of store.readAll(null)) {
      yield { events, faults: [], rows: 0 };
    }
  } catch (error) {
    yield { events: [], faults: [{ number: null, fault: `the log cannot be read on: ${plainMessage(error)}` }], rows: 0 };
  }
}

const isFile = (store: EventStore): store is EventStore & Pick<EmbeddedStore, 'inspectFile'> =>
  'inspectFile' in store && typeof store.inspectFile === 'function';

/** The file itself: its structure, each row's checksum, and that no position is missing. Of a log elsewhere, that it can be read. */
export class FileCheck {
  private readonly rows: CheckBuilder;

  constructor(store: EventStore) {
    this.rows = isFile(store)
      ? new CheckBuilder('log file', 'rows that fit their checksums, at positions without a gap')
      : new CheckBuilder('log read', `events of any kind in ${store.description}; its files are for its own tools to check`);
  }

  see({ events, faults }: FilePage): void {
    this.rows.look(events.length);
    for (const { number, fault } of faults) {
      this.rows.problem(number === null ? fault : `position ${number}: ${fault}`);
    }
  }

  result(): Check {
    return this.rows.result();
  }
}

/** What went wrong, without the advice to run the very check that found it. */
export const plainMessage = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/[;:,]? run verify(, then)?/, (_, then) => (then === undefined ? '' : ':'));
