import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { checkMailAddress } from './mail-address';
import { contentOf, domainOf, headed, unfit } from './mail-content';
import type { MailSettings } from './mail-settings';
import type { MailTransport } from './mail-transport';

/** Where a ledger keeps messages in place of sending them: erasing a person looks for theirs there. */
export const mailFolderOf = (dataFolder: string): string => join(dataFolder, 'mail');

/** Keeps every message as a file, whole as a server would be given it, and sends nothing: for trying things out. */
export function mailFolder(folder: string, from: MailSettings['from']): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true, disableUrlAccess: true });
  return {
    messageDomain: domainOf(from.address),
    send: async (message) => {
      const to = checkMailAddress(message.to.address);
      const wrong = to.ok ? unfit(message) : to.reason;
      if (!to.ok || wrong !== undefined) {
        return { kind: 'failed', reason: wrong ?? 'the message is unfit' };
      }
      try {
        const { message: bytes } = await composer.sendMail({ ...headed(message, to.address, from), ...contentOf(message) });
        await mkdir(folder, { recursive: true });
        const name = `${message.messageKey}.eml`;
        // Whole or not at all: the file gets its name only when it is there.
        await writeFile(join(folder, `.${name}.draft`), bytes as Buffer, { mode: 0o600 });
        await rename(join(folder, `.${name}.draft`), join(folder, name));
        return { kind: 'accepted', receipt: name };
      } catch (error) {
        return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    check: () => Promise.resolve({ ok: true }),
    close: () => Promise.resolve(),
  };
}
