import type { MailTransport } from '#delivery';
import { publicUrlOf } from './customer-links';
import type { EnclosureSource } from './enclosure-source';

/** What makes a ledger send documents. Each part may be left out. */
export interface DeliveryOptions {
  /** Where messages are handed over; left out, nothing is sent by e-mail. The ledger closes it. */
  readonly mail?: MailTransport;
  /** Where customers reach the server: `https://bills.example.com`. Left out, messages carry no link. */
  readonly publicUrl?: string;
  /** Makes the files that go with a message; default: the documents of the ledger. */
  readonly documents?: EnclosureSource;
}

/** @throws RangeError when the public address is none. */
export const customerUrlOptions = ({ publicUrl }: DeliveryOptions): string | null => (publicUrl === undefined ? null : publicUrlOf(publicUrl));
