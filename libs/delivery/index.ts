export type { MailAttachment, MailMessage, MailOutcome, MailTransport } from './mail-transport';
export { linkTokenLengthMax, signLink, verifyLink, type LinkClaims, type LinkKey, type LinkKeys, type LinkVerdict } from './signed-link';
export { linkKeyFile, linkKeysKept, openLinkKeys, rotateLinkKeys } from './link-key-file';
export { checkMailAddress, type CheckedAddress } from './mail-address';
export { readMailSettings, type MailSettings, type ReadMailSettings } from './mail-settings';
export { messageIdOf, smtpTransport, type SmtpTimeouts } from './smtp-transport';
export { shownText } from './shown-text';
export { mailLanguages } from './templates/mail-words';
export { renderMail, type MailAmount, type MailDraft, type MailSubject, type RenderedMail } from './templates/render-mail';
