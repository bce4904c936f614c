import type { LedgerOptions } from '#billing';
import { readMailSettings, smtpTransport } from '#delivery';
import { CliFailure } from '../cli-failure';

const given = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

/**
 * How the ledger sends documents: DAYBOOK_SMTP with DAYBOOK_MAIL_FROM, and DAYBOOK_PUBLIC_URL for links. Without them
 * nothing is sent by e-mail.
 *
 * @throws CliFailure when a setting is wrong; it is not repeated, since it may hold a password.
 */
export function mailOptions(env: NodeJS.ProcessEnv = process.env): Pick<LedgerOptions, 'mail' | 'publicUrl'> {
  const [smtp, from, publicUrl] = [given(env['DAYBOOK_SMTP']), given(env['DAYBOOK_MAIL_FROM']), given(env['DAYBOOK_PUBLIC_URL'])];
  const link = publicUrl === undefined ? {} : { publicUrl };
  if (smtp === undefined) {
    return link;
  }
  const read = readMailSettings({ smtp, from: from ?? '' });
  if (!read.ok) {
    throw new CliFailure('usage', read.problem);
  }
  return { mail: smtpTransport(read.settings), ...link };
}
