import { XMLBuilder } from 'fast-xml-parser';
import { cleanText } from './clean-text';

/** An element's content: text, children by name in the order of the schema, or several of one name. Absent ones are left out. */
export type XmlContent = string | XmlElement | readonly (string | XmlElement)[] | undefined;
export interface XmlElement {
  readonly [name: string]: XmlContent;
}

/** Attributes begin with `@`; the text beside them stands under `#`. */
const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  textNodeName: '#',
  ignoreAttributes: false,
  format: true,
  indentBy: '  ',
  processEntities: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** A text with attributes. */
export const withAttributes = (text: string, attributes: Readonly<Record<string, string>>): XmlElement => ({
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`@${name}`, value])),
  '#': text,
});

/** The element when there is a value; nothing when it is absent. */
export const when = <Value>(value: Value | undefined, content: (given: Value) => XmlContent): XmlContent => (value === undefined ? undefined : content(value));

/** The document: XML 1.0, UTF-8, markup in texts escaped and what XML cannot hold removed. The same tree gives the same bytes. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(builder.build(kept(root)))}`;
}

function kept(element: XmlElement): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(element)) {
    const value = keptContent(content);
    if (value !== undefined) {
      result[name] = value;
    }
  }
  return result;
}

function keptContent(content: XmlContent): unknown {
  if (content === undefined) {
    return undefined;
  }
  if (typeof content === 'string') {
    return cleanText(content);
  }
  if (isList(content)) {
    return content.length === 0 ? undefined : content.map((each) => (typeof each === 'string' ? cleanText(each) : kept(each)));
  }
  const inner = kept(content);
  return Object.keys(inner).length === 0 ? undefined : inner;
}

const isList = (content: XmlElement | readonly (string | XmlElement)[]): content is readonly (string | XmlElement)[] => Array.isArray(content);
