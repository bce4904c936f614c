import { refuseFile } from '../bank-file-refused';
import { resolveReferences } from './character-references';

/** What the parser makes of an element: its text alone, or its children and attributes by name. */
export type XmlValue = string | { readonly [name: string]: XmlValue | readonly XmlValue[] };

export const attributePrefix = '@';
export const textName = '#text';

/** One element with its place in the file, as `Stmt[1]/Ntry[3]/Amt`; places count from 1. */
export class XmlElement {
  constructor(
    private readonly value: XmlValue,
    readonly path: string,
  ) {}

  /** Children of a name, in order. */
  all(name: string): readonly XmlElement[] {
    const found = this.childrenOf(name);
    return found.map((value, index) => new XmlElement(value, this.pathOf(found.length === 1 ? name : `${name}[${index + 1}]`)));
  }

  count(name: string): number {
    return this.childrenOf(name).length;
  }

  /** The first element down a path of names; undefined where a part is absent. */
  find(...names: readonly string[]): XmlElement | undefined {
    return names.reduce<XmlElement | undefined>((element, name) => element?.first(name), this);
  }

  /** As `find`, of which the place is known even where nothing stands. */
  require(...names: readonly string[]): XmlElement {
    return this.find(...names) ?? refuseFile('FILE.INCOMPLETE', `${names.join('/')} is missing.`, { path: this.path });
  }

  /** Text down a path of names, references resolved and outer blanks cut; undefined where none stands. */
  text(...names: readonly string[]): string | undefined {
    const element = this.find(...names);
    const text = element?.ownText().trim();
    return text === undefined || text === '' ? undefined : text;
  }

  attribute(name: string): string | undefined {
    const [value] = this.childrenOf(`${attributePrefix}${name}`);
    return typeof value === 'string' ? resolveReferences(value, this.path) : undefined;
  }

  /** Alone, so that a look at one child of many costs no more than one. */
  private first(name: string): XmlElement | undefined {
    const found = this.childrenOf(name);
    const [value] = found;
    return value === undefined ? undefined : new XmlElement(value, this.pathOf(found.length === 1 ? name : `${name}[1]`));
  }

  private ownText(): string {
    const text = typeof this.value === 'string' ? this.value : this.value[textName];
    return resolveReferences(typeof text === 'string' ? text : '', this.path);
  }

  private childrenOf(name: string): readonly XmlValue[] {
    if (typeof this.value === 'string' || !Object.hasOwn(this.value, name)) {
      return [];
    }
    const found = this.value[name];
    return found === undefined ? [] : isList(found) ? found : [found];
  }

  private pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}/${name}`;
  }
}

const isList = (value: XmlValue | readonly XmlValue[]): value is readonly XmlValue[] => Array.isArray(value);
