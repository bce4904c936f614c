import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { refuseFile } from '../bank-file-refused';
import { attributePrefix, textName, XmlElement, type XmlValue } from './xml-element';

/** Bank messages nest some fifteen deep. */
export const xmlDepthMax = 40;

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
  refuseBroken(text);
  return new XmlElement(parsed(text), '');
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

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
  refuseFile('XML.BROKEN', `The file is no well-formed XML: ${msg}`, { line });
}

function parsed(text: string): XmlValue {
  try {
    return parser.parse(text) as XmlValue;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return /nested/i.test(why)
      ? refuseFile('XML.DEPTH', `Elements stand more than ${xmlDepthMax} deep in each other; bank messages do not.`)
      : refuseFile('XML.BROKEN', `The file is no well-formed XML: ${why}`);
  }
}
