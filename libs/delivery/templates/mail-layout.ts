import Handlebars from 'handlebars';

/** What both layouts are filled with: finished lines of plain text. Escaping is the layout's affair. */
export interface MailContent {
  readonly language: string;
  readonly subject: string;
  readonly seller: string;
  readonly greeting: string;
  readonly opening: string;
  readonly closing: string;
  readonly regards: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Rows with as many cells as there are columns; none of both: no table. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly attached: string;
  readonly link: { readonly url: string; readonly words: string; readonly until: string } | null;
  readonly contact: string;
}

// Text from outside stands in isolation (bdi), so that a name in another writing direction does not turn the line around.
const html = `<!doctype html>
<html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 sans-serif;color:#222;background:#fff">
<p><bdi>{{greeting}}</bdi></p>
<p><bdi>{{opening}}</bdi></p>
{{#if facts.length}}<table style="border-collapse:collapse">
{{#each facts}}<tr><td style="padding:2px 16px 2px 0;color:#555">{{name}}</td><td style="padding:2px 0"><bdi>{{value}}</bdi></td></tr>
{{/each}}</table>
{{/if}}{{#if rows.length}}<table style="border-collapse:collapse">
<tr>{{#each columns}}<th style="padding:2px 16px 2px 0;text-align:left">{{this}}</th>{{/each}}</tr>
{{#each rows}}<tr>{{#each this}}<td style="padding:2px 16px 2px 0"><bdi>{{this}}</bdi></td>{{/each}}</tr>
{{/each}}</table>
{{/if}}<p><bdi>{{closing}}</bdi></p>
{{#if link}}<p><a href="{{link.url}}" style="display:inline-block;padding:10px 18px;background:#1d4e89;color:#fff;text-decoration:none">{{link.words}}</a></p>
<p style="color:#555;font-size:13px">{{link.until}}</p>
{{/if}}<p>{{regards}}<br><bdi>{{seller}}</bdi>{{#if contact}}<br><bdi>{{contact}}</bdi>{{/if}}</p>
{{#if attached}}<p style="color:#555;font-size:13px">{{attached}}</p>
{{/if}}</body></html>
`;

const text = `{{greeting}}

{{opening}}

{{#each facts}}{{name}}: {{value}}
{{/each}}{{#each rows}}{{#each this}}{{#unless @first}}  {{/unless}}{{this}}{{/each}}
{{/each}}
{{closing}}
{{#if link}}

{{link.words}}: {{link.url}}
{{link.until}}
{{/if}}

{{regards}}
{{seller}}
{{#if contact}}{{contact}}
{{/if}}{{#if attached}}
{{attached}}
{{/if}}`;

/** In strict mode a template that names what is not there fails, instead of sending a gap. */
export const htmlLayout: (content: MailContent) => string = Handlebars.compile<MailContent>(html, { strict: true });
export const textLayout: (content: MailContent) => string = Handlebars.compile<MailContent>(text, { noEscape: true, strict: true });

const compiled = new Map<string, (facts: object) => string>();

/** One of our own phrases with its facts, as plain text. */
export function phrase(words: string, facts: Readonly<Record<string, string>>): string {
  let fill = compiled.get(words);
  if (fill === undefined) {
    fill = Handlebars.compile<object>(words, { noEscape: true, strict: true });
    compiled.set(words, fill);
  }
  return fill(facts);
}
