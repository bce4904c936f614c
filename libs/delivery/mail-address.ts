import { domainToASCII } from 'node:url';

/** Whether two texts are one mailbox to us: capitals and the form of the domain make no difference. */
export function sameMailbox(one: string, other: string): boolean {
  const [first, second] = [checkMailAddress(one), checkMailAddress(other)];
  return first.ok && second.ok && first.address.toLowerCase() === second.address.toLowerCase();
}

export type CheckedAddress = { readonly ok: true; readonly address: string } | { readonly ok: false; readonly reason: string };

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One mailbox that every mail server takes: `name@domain` in the plain form of RFC 5321, without quotes, comments or a
 * display name, so that one text is one recipient. A domain in other letters is given back in its ASCII form.
 * The reason of a refusal does not hold the address: it is personal data.
 */
export function checkMailAddress(text: string): CheckedAddress {
  const no = (reason: string): CheckedAddress => ({ ok: false, reason });
  if (text.length > 254) {
    return no('the e-mail address is longer than 254 characters');
  }
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (at < 1 || local.length > 64 || !localPart.test(local)) {
    return no('the e-mail address is no single plain mailbox such as name@example.com');
  }
  const ascii = /[\s\p{Cc}%[\]:/?#\\@<>()"',;]/u.test(domain) ? '' : domainToASCII(domain);
  const labels = ascii.split('.');
  if (ascii.length > 253 || labels.length < 2 || !labels.every((one) => label.test(one)) || /^\d+$/.test(labels.at(-1) ?? '')) {
    return no('the e-mail address has no domain such as example.com');
  }
  return { ok: true, address: `${local}@${ascii}` };
}
