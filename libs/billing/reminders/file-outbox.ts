import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryOutcome, ReminderChannel, ReminderLetter } from './reminder-channel';

/** Writes each letter as one JSON file into a folder, from where a mailer or a person takes it. */
export class FileOutbox implements ReminderChannel {
  readonly name = 'outbox';

  constructor(private readonly folder: string) {}

  async deliver(letter: ReminderLetter): Promise<DeliveryOutcome> {
    const name = `${encodeURIComponent(letter.reminderId)}.json`;
    try {
      await mkdir(this.folder, { recursive: true });
      // Whole or not at all: the file gets its name only after it is on disk.
      const draft = join(this.folder, `.${name}.draft`);
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(letter, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(this.folder, name));
      await this.syncFolder();
      return { kind: 'accepted', receipt: name };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  private async syncFolder(): Promise<void> {
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
