/** A JSON number as it was written: it never becomes a floating-point one. */
export class ExactNumber {
  constructor(readonly text: string) {}
}

/** What a document from outside holds. Objects are maps: a key is only ever a key, never a way to a prototype. */
export type ExactValue = string | boolean | null | ExactNumber | readonly ExactValue[] | ExactObject;
export type ExactObject = ReadonlyMap<string, ExactValue>;

export const isExactObject = (value: ExactValue | undefined): value is ExactObject => value instanceof Map;

export interface ExactJsonFault {
  readonly code: 'JSON.SYNTAX' | 'JSON.TOO_DEEP' | 'JSON.TOO_WIDE' | 'JSON.DUPLICATE_KEY' | 'JSON.FORBIDDEN_KEY';
  readonly message: string;
  /** Where in the text, in characters from 0. */
  readonly at: number;
}

export type ExactJson = { readonly ok: true; readonly value: ExactValue } | { readonly ok: false; readonly fault: ExactJsonFault };

/** Other systems nest more and have wider objects than our own bodies do. */
export const exactDepthMax = 64;
export const exactElementsMax = 5000;
export const exactFieldsMax = 1000;

const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringShape = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([['true', true], ['false', false], ['null', null]]);

class Unfit extends Error {
  constructor(readonly fault: ExactJsonFault) {
    super(fault.message);
  }
}

/**
 * Reads JSON of another system exactly: numbers stay as they were written, a key twice is refused, and so is what nests
 * or spreads beyond bounds. Costs one pass over the text; never throws.
 *
 * @param listMax most elements of a list that is the document itself.
 */
export function parseExactJson(text: string, listMax: number = exactElementsMax): ExactJson {
  try {
    return { ok: true, value: new Reader(text, listMax).document() };
  } catch (error) {
    if (error instanceof Unfit) {
      return { ok: false, fault: error.fault };
    }
    throw error;
  }
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly listMax: number,
  ) {}

  document(): ExactValue {
    const value = this.value();
    this.space();
    return this.at === this.text.length ? value : this.syntax();
  }

  private value(): ExactValue {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.nested(() => this.object());
      case '[':
        return this.nested(() => this.list());
      case '"':
        return this.string();
      case 't':
      case 'f':
      case 'n':
        return this.word();
      default:
        return this.number();
    }
  }

  private nested<Value>(read: () => Value): Value {
    if (this.depth >= exactDepthMax) {
      this.fail(`the document is nested deeper than ${exactDepthMax} levels. Send the part of it that the mapping reads.`, 'JSON.TOO_DEEP');
    }
    this.depth += 1;
    this.at += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): ExactObject {
    const fields = new Map<string, ExactValue>();
    if (this.closes('}')) {
      return fields;
    }
    for (;;) {
      this.space();
      const key = this.text[this.at] === '"' ? this.string() : this.syntax();
      this.refuseKey(key, fields);
      this.expect(':');
      fields.set(key, this.value());
      if (this.closes('}')) {
        return fields;
      }
      this.expect(',');
    }
  }

  private refuseKey(key: string, fields: ExactObject): void {
    if (forbiddenKeys.has(key)) {
      this.fail(`the document has the key ${key}, which no field is called. Remove it.`, 'JSON.FORBIDDEN_KEY');
    }
    if (fields.has(key)) {
      this.fail(`an object has the key ${JSON.stringify(key.slice(0, 60))} twice, and nobody can say which one counts. Send each field once.`, 'JSON.DUPLICATE_KEY');
    }
    if (fields.size >= exactFieldsMax) {
      this.fail(`an object has more than ${exactFieldsMax} fields. Send the fields that the mapping reads.`, 'JSON.TOO_WIDE');
    }
  }

  private list(): readonly ExactValue[] {
    const elements: ExactValue[] = [];
    const most = this.depth === 1 ? this.listMax : exactElementsMax;
    if (this.closes(']')) {
      return elements;
    }
    for (;;) {
      if (elements.length >= most) {
        this.fail(`a list has more than ${most} elements. Send them in parts.`, 'JSON.TOO_WIDE');
      }
      elements.push(this.value());
      if (this.closes(']')) {
        return elements;
      }
      this.expect(',');
    }
  }

  private string(): string {
    stringShape.lastIndex = this.at;
    const literal = stringShape.exec(this.text)?.[0] ?? this.syntax();
    this.at += literal.length;
    return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
  }

  private number(): ExactNumber {
    numberShape.lastIndex = this.at;
    const literal = numberShape.exec(this.text)?.[0] ?? this.syntax();
    this.at += literal.length;
    return new ExactNumber(literal);
  }

  private word(): boolean | null {
    for (const [word, value] of words) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.syntax();
  }

  private closes(bracket: string): boolean {
    this.space();
    if (this.text[this.at] !== bracket) {
      return false;
    }
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.closes(sign)) {
      this.syntax();
    }
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? '-')) {
      this.at += 1;
    }
  }

  private syntax(): never {
    return this.fail(`it is not valid JSON at character ${this.at + 1}. Send JSON in UTF-8, without a byte order mark.`, 'JSON.SYNTAX');
  }

  private fail(message: string, code: ExactJsonFault['code']): never {
    throw new Unfit({ code, message, at: this.at });
  }
}
