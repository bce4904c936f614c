import type { MailSettings } from './mail-settings';
import type { MailMessage } from './mail-transport';
import { shownText } from './shown-text';

const attachmentBytesMax = 20 * 1024 * 1024;

/** The Message-ID under which a message goes out: the same for the same claim, whenever it is made. */
export const messageIdOf = (messageKey: string, from: MailSettings['from']): string => `<${messageKey}@${domainOf(from.address)}>`;

/** The part of the sender's address that its Message-IDs end with. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The headers of a message, cleaned: no text of a customer adds a line to them. */
export function headed(message: MailMessage, address: string, from: MailSettings['from']) {
  return {
    messageId: messageIdOf(message.messageKey, from),
    from: { address: from.address, name: from.name ?? '' },
    to: { address, name: shownText(message.to.name ?? '', 100) },
    subject: shownText(message.subject, 200),
    headers: { 'Content-Language': message.language, 'Auto-Submitted': 'auto-generated' },
  };
}

export function contentOf({ text, html, attachments }: MailMessage) {
  return {
    text,
    html,
    attachments: attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) })),
  };
}

/** Receivers write it to their disks: letters, digits, `.`, `_` and `-`, beginning with a letter or digit. */
export const isPlainFileName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name);

/** Why no server should be given the message; undefined: it fits. */
export function unfit({ messageKey, language, attachments }: MailMessage): string | undefined {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(messageKey) || !/^[a-z]{2}$/.test(language)) {
    return 'the message has no key or language that fits a header';
  }
  const odd = attachments.find(({ filename, contentType }) => !isPlainFileName(filename) || !/^[a-z]+\/[a-z0-9.+-]+$/.test(contentType));
  if (odd !== undefined) {
    return `the attachment name ${JSON.stringify(odd.filename.slice(0, 50))} is no plain file name`;
  }
  const bytes = attachments.reduce((sum, { content }) => sum + content.length, 0);
  return bytes > attachmentBytesMax ? `the attachments take ${bytes} bytes; mail servers take at most ${attachmentBytesMax}` : undefined;
}
