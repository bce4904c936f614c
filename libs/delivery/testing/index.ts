export { Mailbox, type OnMessage, type ReceivedMail } from './mailbox';
