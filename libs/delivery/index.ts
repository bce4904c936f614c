export type { MailAttachment, MailMessage, MailOutcome, MailTransport } from './mail-transport';
export { linkTokenLengthMax, signLink, verifyLink, type LinkClaims, type LinkKey, type LinkKeys, type LinkVerdict } from './signed-link';
export { linkKeyFile, linkKeysKept, openLinkKeys, rotateLinkKeys } from './link-key-file';
