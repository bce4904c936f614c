import type { MailTransport } from '#delivery';
import type { AnchorSink } from '../seal/log-sealer';

/** Mails each seal: what lies in somebody else's mailbox is out of the operators' reach. */
export const mailAnchor = (transport: MailTransport, address: string): AnchorSink => ({
  name: `mail to ${address}`,
  keep: async ({ ledgerId, size, rootHash }, line) => {
    const text = `The first ${size} facts of ledger ${ledgerId} are sealed under root ${rootHash}.\nKeep this message; the line below is the anchor:\n\n${line}\n`;
    const outcome = await transport.send({
      messageKey: `seal-${size}-${rootHash.slice(0, 16)}`,
      to: { address },
      subject: `Daybook seal over ${size} facts of ${ledgerId}`,
      text,
      html: `<pre>${text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)}</pre>`,
      language: 'en',
      attachments: [{ filename: `seal-${size}.json`, contentType: 'application/json', content: Buffer.from(`${line}\n`) }],
    });
    if (outcome.kind !== 'accepted') {
      throw new Error(outcome.reason);
    }
  },
});
