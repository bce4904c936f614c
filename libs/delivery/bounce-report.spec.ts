import fc from 'fast-check';
import { bounceLengthMax, readBounce, withoutAddresses } from './bounce-report';

/** Appendix E.1 of RFC 3464, with the message it is about in the shape of ours. */
const report = (changes: { status?: string; action?: string; id?: string; encoding?: string; statusPart?: string } = {}): string => `Date: Thu, 7 Jul 1994 17:16:05 -0400
From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
Subject: Returned mail: Cannot send message for 5 days
To: <owner-info-mime@cs.utk.edu>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
      boundary="RAA14128.773615765/CS.UTK.EDU"

--RAA14128.773615765/CS.UTK.EDU

The original message was received at Sat, 2 Jul 1994 17:10:28 -0400

--RAA14128.773615765/CS.UTK.EDU
content-type: message/delivery-status${changes.encoding === undefined ? '' : `\nContent-Transfer-Encoding: ${changes.encoding}`}

${changes.statusPart ?? `Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;louisl@larry.slip.umd.edu
Final-Recipient: rfc822;louisl@larry.slip.umd.edu
Action: ${changes.action ?? 'failed'}
Status: ${changes.status ?? '4.0.0'}
Diagnostic-Code: smtp; 426 <louisl@larry.slip.umd.edu>
  connection timed out
Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400`}

--RAA14128.773615765/CS.UTK.EDU
content-type: message/rfc822

From: billing@sample.example
${changes.id ?? 'Message-ID: <d.0123456789abcdef0123456789abcdef@sample.example>'}
Subject: Invoice

[original message goes here]
--RAA14128.773615765/CS.UTK.EDU--
`;

describe('a delivery status notification', () => {
  it('says which message came back, how, and why, without the address', () => {
    expect(readBounce(report())).toEqual({
      ok: true, bounce: { messageId: '<d.0123456789abcdef0123456789abcdef@sample.example>', kind: 'soft', reason: '4.0.0 426 <…> connection timed out',
        recipients: ['louisl@larry.slip.umd.edu', 'louisl@larry.slip.umd.edu'] },
    });
    expect(readBounce(report({ status: '5.1.1' }).replaceAll('\n', '\r\n'))).toMatchObject({ ok: true, bounce: { kind: 'hard' } });
  });

  it('is read from the encodings that mail servers use', () => {
    const fields = 'Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.2.1\nDiagnostic-Code: smtp; disabled';
    expect(readBounce(report({ encoding: 'base64', statusPart: Buffer.from(fields).toString('base64') }))).toMatchObject({ ok: true, bounce: { kind: 'hard', reason: '5.2.1 disabled' } });
    expect(readBounce(report({ encoding: 'quoted-printable', statusPart: fields.replace('disabled', 'dis=\nabled=21') }))).toMatchObject({ ok: true, bounce: { reason: '5.2.1 disabled!' } });
  });

  it.each([
    ['BOUNCE.NO_FAILURE', report({ action: 'delayed' })],
    ['BOUNCE.NO_FAILURE', report({ action: 'delivered', status: '2.0.0' })],
    ['BOUNCE.NO_FAILURE', report({ status: 'none' })],
    ['BOUNCE.NO_MESSAGE_ID', report({ id: 'X-Id: <a@b.example>' })],
    ['BOUNCE.NO_STATUS', report().replace('message/delivery-status', 'text/plain')],
    ['BOUNCE.NO_REPORT', report().replace('multipart/report', 'multipart/mixed')],
    ['BOUNCE.NO_REPORT', 'Subject: out of office\n\nI am on holiday.'],
    ['BOUNCE.NO_REPORT', ''],
    ['BOUNCE.TOO_LARGE', 'a'.repeat(bounceLengthMax + 1)],
  ])('is refused as %s, with the reason', (code, message) => expect(readBounce(message)).toMatchObject({ ok: false, code }));

  it('never throws and never takes long, whatever it is given', () => {
    const parts = fc.constantFrom(
      '\n',
      '--b',
      '--b--',
      'Content-Type: multipart/report; boundary="b"',
      'content-type: message/delivery-status',
      'content-type: message/rfc822',
      ' folded',
      'Message-ID: <',
      'Status: 5.1.1',
      'Action: failed',
      ':',
      '\0',
    );
    fc.assert(fc.property(fc.array(parts, { maxLength: 60 }), (lines) => typeof readBounce(lines.join('\n')).ok === 'boolean'));
    const started = process.hrtime.bigint();
    readBounce(`Content-Type: multipart/report; boundary=b\n\n${'--b\n'.repeat(100_000)}`);
    readBounce(`Content-Type: multipart/report; ${'boundary='.repeat(50_000)}\n\n`);
    expect(withoutAddresses('a@'.repeat(200_000)).length).toBeLessThan(400_001);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5_000);
  });
});
