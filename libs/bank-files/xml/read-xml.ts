import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { refuseFile } from '../bank-file-refused';
import { attributePrefix, textName, XmlElement, type XmlValue } from './xml-element';

/** Bank messages nest some fifteen deep. */
export const xmlDepthMax = 40;
/** Tags, opening and closing: an entry of a bank has some sixty in more than a kilobyte, so 16 MiB of entries have fewer. */
export const xmlTagsMax = 1_000_000;
/** Elements without content, which bank messages hardly have. */
export const xmlEmptyMax = 100_000;
/** Attributes: bank messages have little more than one per amount. */
export const xmlAttributesMax = 200_000;
/** Characters from one tag to the next: a tag with its attributes, and the text behind it. No field of a bank message has a tenth of it. */
export const xmlPieceMax = 65_536;

const parser = new XMLParser({
  // Nothing is expanded: references are resolved by us, one by one, and declarations are refused before.
  processEntities: false,
  removeNSPrefix: true,
  // Amounts and numbers with leading zeros stay the text they are.
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: false,
  attributeNamePrefix: attributePrefix,
  textNodeName: textName,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: xmlDepthMax,
});

/**
 * Reads XML from outside into its elements. No document type, no entity, no network, no file: what would ask for one is
 * refused with its line, and so is XML that is broken, cut off or nested without end.
 */
export function readXml(text: string): XmlElement {
  const declaration = /<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.exec(text);
  if (declaration !== null) {
    refuseFile('XML.DOCTYPE', 'The file declares a document type or an entity, which bank messages never do. It is not read.', { line: lineAt(text, declaration.index) });
  }
  refuseLong(text);
  refuseMany(text, '<', xmlTagsMax, 'tags');
  refuseMany(text, '/>', xmlEmptyMax, 'elements without content');
  refuseMany(text, '=', xmlAttributesMax, 'attributes');
  refuseBroken(text);
  const read = parsed(text);
  refuseSecondRoot(read, text);
  return new XmlElement(read, '');
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** The parser puts long pieces together sign by sign, at some thirty bytes each. */
function refuseLong(text: string): void {
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('<', at + 1);
    const next = found === -1 ? text.length : found;
    if (next - at > xmlPieceMax) {
      refuseFile('XML.TOO_LONG', `A tag, with the text behind it, has more than ${xmlPieceMax} characters; no field of a bank message is that long.`, { line: lineAt(text, at) });
    }
    at = next;
  }
}

/**
 * Counts the sign every tag, or attribute, has one of. Signs in comments and texts count too: nothing needs to be parsed
 * for it, and a parsed element takes many times the memory of its text.
 */
function refuseMany(text: string, sign: string, most: number, what: string): void {
  let count = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
    count += 1;
    if (count > most) {
      refuseFile('XML.TOO_MANY', `The file has more than ${most} ${what}, far more than its size of entries needs. Ask the bank for a shorter period, or split the file.`, { line: lineAt(text, at) });
    }
  }
}

function refuseBroken(text: string): void {
  const verdict = XMLValidator.validate(text);
  if (verdict === true) {
    return;
  }
  const { code, msg, line } = verdict.err;
  const open = /"([^"\s]{1,60})"\s*\]/.exec(msg)?.[1];
  if (code === 'InvalidXml' && open !== undefined) {
    refuseFile('XML.CUT_OFF', `The file ends before <${open}> is closed; it was cut off. Get it from the bank again.`, { line: lineAt(text.trimEnd(), text.length) });
  }
  refuseFile('XML.BROKEN', `The file is no well-formed XML: ${msg.slice(0, 300)}`, { line });
}

/** The parser takes whatever stands behind the first element, too. */
function refuseSecondRoot(read: XmlValue, text: string): void {
  const roots = typeof read === 'object' ? Object.entries(read).filter(([name]) => name !== textName && !name.startsWith(attributePrefix)) : [];
  if (roots.length > 1 || roots.some(([, value]) => Array.isArray(value))) {
    refuseFile('XML.BROKEN', 'The file is no well-formed XML: another element stands behind the one that holds everything.', { line: lineAt(text.trimEnd(), text.length) });
  }
}

function parsed(text: string): XmlValue {
  try {
    return parser.parse(text) as XmlValue;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return /nested/i.test(why)
      ? refuseFile('XML.DEPTH', `Elements stand more than ${xmlDepthMax} deep in each other; bank messages do not.`)
      : refuseFile('XML.BROKEN', `The file is no well-formed XML: ${why.slice(0, 300)}`);
  }
}
