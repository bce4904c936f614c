import { refuseFile, shown } from '../bank-file-refused';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const reference = /&([^;\s&<]{0,40});?/g;

/**
 * The five references every XML text may use, and characters by number. Any other one is an entity somebody would have
 * to declare; declarations are not read, so it is refused. Nothing that was put in is looked at again.
 */
export function resolveReferences(text: string, path: string): string {
  return text.includes('&') ? text.replace(reference, (whole, name: string) => named[name] ?? characterOf(name) ?? refuseReference(whole, path)) : text;
}

function characterOf(name: string): string | undefined {
  const hex = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1];
  const code = hex === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1] ?? NaN) : parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}

const refuseReference = (whole: string, path: string): never =>
  refuseFile('XML.ENTITY', `${shown(whole)} refers to an entity; only &amp; &lt; &gt; &quot; &apos; and characters by number are read.`, { path });
