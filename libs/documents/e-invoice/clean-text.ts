/** Characters that XML 1.0 cannot hold, and marks that turn the reading direction: they would show another text than was written. */
const unfit = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A text as XML may hold it and as every program shows it the same. Markup is left to the XML writer, which escapes it. */
export const cleanText = (text: string): string => text.replace(unfit, '').replace(loneSurrogate, '\uFFFD');

/** The text, clean and without space around it; undefined when nothing is left. */
export function givenText(text: string | undefined): string | undefined {
  const clean = text === undefined ? '' : cleanText(text).trim();
  return clean === '' ? undefined : clean;
}

/** The field with its text, or no field: what is spread into an object whose absent fields are not there. */
export function textField<Name extends string>(name: Name, text: string | undefined): { readonly [key in Name]?: string } {
  const given = givenText(text);
  return given === undefined ? {} : ({ [name]: given } as { readonly [key in Name]?: string });
}
