import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { mailFolder } from './mail-folder';

describe('a folder of messages', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const message = {
    messageKey: 'd.1', to: { address: 'ada@example.com', name: 'Ada\r\nBcc: eve@example.com' }, subject: 'Invoice\nX-Evil: 1', text: 'Hello', html: '<p>Hello</p>',
    language: 'en', attachments: [{ filename: 'invoice.pdf', contentType: 'application/pdf', content: Buffer.from([0, 1, 2, 255]) }],
  };

  it('keeps each whole, as a mail program reads it', async () => {
    const kept = mailFolder(folder, { address: 'billing@example.com', name: 'Billing' });
    expect(await kept.send(message)).toEqual({ kind: 'accepted', receipt: 'd.1.eml' });
    const read = await PostalMime.parse(await readFile(join(folder, 'd.1.eml')));
    expect(read).toMatchObject({ messageId: '<d.1@example.com>', text: expect.stringContaining('Hello'), to: [{ address: 'ada@example.com' }] });
    expect(read.bcc ?? []).toEqual([]);
    expect(read.headers.map(({ key }) => key)).not.toContain('x-evil');
    expect(Buffer.from(read.attachments[0]?.content as ArrayBuffer)).toEqual(message.attachments[0]?.content);
  });

  it('leaves no file outside it, and none for what is unfit', async () => {
    const kept = mailFolder(folder, { address: 'billing@example.com' });
    expect(await kept.send({ ...message, messageKey: '../d.1' })).toMatchObject({ kind: 'failed' });
    expect(await kept.send({ ...message, to: { address: 'nobody' } })).toMatchObject({ kind: 'failed' });
    expect(await readdir(folder)).toEqual([]);
  });
});
