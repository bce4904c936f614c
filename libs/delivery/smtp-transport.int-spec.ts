import { createServer, type AddressInfo } from 'node:net';
import { readMailSettings, type MailSettings } from './mail-settings';
import type { MailMessage, MailTransport } from './mail-transport';
import { smtpTransport } from './smtp-transport';
import { Mailbox } from './testing';
import { ownCertificate } from '../event-store/testing/certificate';

const pdf = Uint8Array.from({ length: 70_000 }, (_, place) => (place * 31 + (place >> 7)) % 256);
const message = (changes: Partial<MailMessage> = {}): MailMessage => ({
  messageKey: 'd1.sample', to: { address: 'ada@example.com', name: 'Ada Sample' }, subject: 'Invoice INV-1', language: 'en',
  text: 'Please pay 1,00 €.\n.\nLine that begins with a dot above.', html: '<p>Please pay <b>1,00 €</b>.</p>',
  attachments: [{ filename: 'INV-1.pdf', contentType: 'application/pdf', content: pdf }], ...changes,
});
const timeouts = { connect: 2_000, silence: 2_000 };

describe('the SMTP transport', () => {
  let box: Mailbox;
  const open: MailTransport[] = [];
  const settings = (changes: Partial<MailSettings> = {}): MailSettings => ({
    host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example', name: 'Sample, Billing "Team"' }, ...changes,
  });
  const transport = (changes: Partial<MailSettings> = {}): MailTransport => {
    const one = smtpTransport(settings(changes), timeouts);
    open.push(one);
    return one;
  };
  beforeEach(async () => {
    box = await Mailbox.open();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await box.close();
  });

  it('hands over text, HTML and attachments byte by byte, under the Message-ID of the claim', async () => {
    const outcome = await transport().send(message());
    expect(outcome).toMatchObject({ kind: 'accepted', receipt: expect.stringMatching(/^250/) });
    const [mail] = await box.read();
    expect(mail).toMatchObject({
      messageId: '<d1.sample@sample.example>', subject: 'Invoice INV-1', from: { address: 'billing@sample.example', name: 'Sample, Billing "Team"' },
      to: [{ address: 'ada@example.com', name: 'Ada Sample' }],
    });
    expect(mail!.text?.replaceAll('\r\n', '\n').trim()).toBe(message().text);
    expect(mail!.html?.trim()).toBe(message().html);
    expect(mail!.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([['INV-1.pdf', 'application/pdf']]);
    expect(Buffer.from(mail!.attachments[0]!.content as ArrayBuffer).equals(Buffer.from(pdf))).toBe(true);
    expect(mail!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(box.received[0]).toMatchObject({ from: 'billing@sample.example', to: ['ada@example.com'] });
  });

  it('keeps its connection for the next message, and finds a new one when the server dropped it', async () => {
    const one = transport();
    for (const messageKey of ['d1', 'd2']) await one.send(message({ messageKey }));
    expect(box.connections).toBe(1);
    box.dropAll();
    expect((await one.send(message({ messageKey: 'd3' }))).kind).toBe('accepted');
    expect((await box.read()).map(({ messageId }) => messageId)).toEqual(['d1', 'd2', 'd3'].map((key) => `<${key}@sample.example>`));
  });

  it('says failed, with the reason, when the recipient is refused, and goes on with the next message', async () => {
    box.unknown.add('nobody@example.com');
    const one = transport();
    const refused = await one.send(message({ to: { address: 'nobody@example.com' } }));
    expect(refused).toEqual({ kind: 'failed', reason: expect.stringMatching(/550 5\.1\.1 no such mailbox/) });
    expect((await one.send(message())).kind).toBe('accepted');
    expect(await one.check()).toEqual({ ok: true });
    expect(box.received).toHaveLength(1);
  });

  it('says failed when the server refuses the whole message', async () => {
    box.onMessage = 'refuse';
    expect(await transport().send(message())).toEqual({ kind: 'failed', reason: expect.stringMatching(/554 5\.7\.1/) });
  });

  it.each([['the recipient', '4.7.1 greylisted'], ['the message', '4.3.2 busy']])('says failed, not unreachable, when the server takes %s later', async (what, says) => {
    if (what === 'the recipient') box.greylisted.add('ada@example.com');
    else box.onMessage = 'later';
    const one = transport();
    expect(await one.send(message())).toEqual({ kind: 'failed', reason: expect.stringContaining(`451 ${says}`) });
    box.greylisted.clear();
    box.onMessage = 'take';
    expect(await one.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('waits for a server that hangs no longer than it is told: unknown after the message, failed before it', async () => {
    box.onMessage = 'hang';
    const impatient = smtpTransport(settings(), { connect: 300, silence: 300 });
    open.push(impatient);
    expect(await impatient.send(message())).toMatchObject({ kind: 'unknown' });
    expect(box.received).toHaveLength(1);
    const mute = createServer();
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const { port } = mute.address() as AddressInfo;
    const other = smtpTransport(settings({ port }), { connect: 300, silence: 300 });
    open.push(other);
    expect(await other.send(message())).toMatchObject({ kind: 'failed', unreachable: true });
    expect(await other.check()).toMatchObject({ ok: false });
    mute.close();
  });

  it('hands over ten megabytes whole', async () => {
    const content = new Uint8Array(10_000_000).fill(0x2e);
    expect(await transport().send(message({ attachments: [{ filename: 'large.pdf', contentType: 'application/pdf', content }] }))).toMatchObject({ kind: 'accepted' });
    const [mail] = await box.read();
    expect(Buffer.from(mail!.attachments[0]!.content as ArrayBuffer).equals(Buffer.from(content))).toBe(true);
  });

  it('says failed when no server is there', async () => {
    const one = transport();
    await box.close();
    expect(await one.send(message())).toEqual({ kind: 'failed', reason: expect.stringMatching(/ECONNREFUSED/), unreachable: true });
    expect(await one.check()).toEqual({ ok: false, reason: expect.stringMatching(/ECONNREFUSED/) });
    box = await Mailbox.open();
  });

  it('says unknown when the server goes after the message and before its answer, and sends it once', async () => {
    box.onMessage = 'die';
    const one = transport();
    expect(await one.send(message())).toMatchObject({ kind: 'unknown' });
    expect(box.received).toHaveLength(1);
    // On a connection that was used before, where the library is tempted to begin again.
    box.onMessage = 'take';
    await one.send(message({ messageKey: 'd2' }));
    box.onMessage = 'die';
    expect(await one.send(message({ messageKey: 'd3' }))).toMatchObject({ kind: 'unknown' });
    expect(box.received).toHaveLength(3);
  });

  it('takes over no header, no second recipient and no file from what it is given', async () => {
    const hostile = 'Ada\r\nBcc: eve@example.com\r\n\r\n<script>\u202Eevil\u0000';
    const one = transport();
    expect((await one.send(message({ subject: hostile, to: { address: 'ada@example.com', name: hostile } }))).kind).toBe('accepted');
    const raw = box.received[0]!.raw.toString('latin1');
    expect(raw).not.toMatch(/^bcc:/im);
    expect(box.received[0]!.to).toEqual(['ada@example.com']);
    expect((await box.read())[0]!.subject).toBe('Ada Bcc: eve@example.com <script> evil');
    for (const address of ['ada@example.com, eve@example.com', 'ada@example.com\r\nRCPT TO:<eve@example.com>', 'Ada <ada@example.com>', '"a b"@example.com', 'ada@localhost', '']) {
      expect(await one.send(message({ to: { address } }))).toMatchObject({ kind: 'failed' });
    }
    for (const filename of ['../x.pdf', 'a\r\nb.pdf', '.htaccess', 'x"y.pdf']) {
      expect(await one.send(message({ attachments: [{ filename, contentType: 'application/pdf', content: pdf }] }))).toMatchObject({ kind: 'failed' });
    }
    expect(await one.send(message({ messageKey: 'a>\r\nX: y' }))).toMatchObject({ kind: 'failed' });
    expect(box.received).toHaveLength(1);
  });
});

describe('over TLS', () => {
  it('speaks only to a server whose certificate it can check, also by STARTTLS, and never plainly where TLS is required', async () => {
    const { certificate, privateKey } = await ownCertificate();
    const from = { address: 'billing@sample.example' };
    const boxes = { implicit: await Mailbox.open({ secure: true, cert: certificate, key: privateKey }), required: await Mailbox.open({ cert: certificate, key: privateKey }) };
    const plain = await Mailbox.open();
    const once = async (settings: MailSettings) => {
      const one = smtpTransport(settings, timeouts);
      const outcome = await one.send(message());
      await one.close();
      return outcome;
    };
    for (const tls of ['implicit', 'required'] as const) {
      const at = { host: 'localhost', port: boxes[tls].port, tls, from };
      expect(await once(at)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/self-signed|certificate/i) });
      expect(await once({ ...at, ca: certificate })).toMatchObject({ kind: 'accepted' });
      expect(boxes[tls].received.map(({ secure }) => secure)).toEqual([true]);
    }
    expect(await once({ host: 'localhost', port: plain.port, tls: 'required', from })).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/STARTTLS/i) });
    expect(plain.received).toEqual([]);
    await Promise.all([boxes.implicit, boxes.required, plain].map((box) => box.close()));
  });

  it('keeps a password out of what it says', async () => {
    const box = await Mailbox.open({ allowInsecureAuth: true, authOptional: false, onAuth: (auth, _session, done) => { done(new Error(`535 not ${auth.password}`)); } });
    const read = readMailSettings({ smtp: `smtp://me:s3cret%40word@127.0.0.1:${box.port}?tls=off`, from: 'billing@sample.example' });
    if (!read.ok) throw new Error(read.problem);
    const one = smtpTransport(read.settings, timeouts);
    const outcome = await one.send(message());
    expect(outcome.kind).toBe('failed');
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
    await one.close();
    await box.close();
  });
});
