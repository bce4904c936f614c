import Handlebars from 'handlebars';

/** An instance of our own: no helper or partial of anybody else's. Everything between double braces is escaped. */
const engine = Handlebars.create();

const frame = (main: string): string => `<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow,noarchive">
<title>{{title}}</title>
{{#if goTo}}<meta http-equiv="refresh" content="1;url={{goTo}}">{{/if}}
<style>{{{style}}}</style>
</head>
<body>
<header><div>{{#if logo}}<img src="{{logo}}" alt="{{seller.name}}">{{else}}<strong>{{seller.name}}</strong>{{/if}}</div></header>
<main>
{{#if note}}<p class="note" role="status">{{note}}</p>{{/if}}
${main}
</main>
{{#if seller.name}}<footer>{{seller.name}}{{#each seller.contact}} · {{this}}{{/each}}{{#if footer}}<br>{{footer}}{{/if}}</footer>{{/if}}
</body>
</html>
`;

const invoicePart = `{{#with invoice}}
<p class="due"><small>{{../words.amountDue}}</small> {{open}}</p>
<p><span class="status">{{status}}</span></p>
<dl>
<dt>{{../words.issued}}</dt><dd>{{issued}}</dd>
{{#unless instalments}}<dt>{{../words.due}}</dt><dd>{{due}}</dd>{{/unless}}
{{#if early}}<dt>{{../words.due}}</dt><dd>{{early}}</dd>{{/if}}
<dt>{{../words.net}}</dt><dd>{{net}}</dd>
<dt>{{../words.tax}}</dt><dd>{{tax}}</dd>
<dt>{{../words.total}}</dt><dd>{{gross}}</dd>
</dl>
{{#if instalments}}<table><thead><tr><th scope="col">{{../words.instalment}}</th><th scope="col">{{../words.due}}</th><th scope="col" class="n">{{../words.amount}}</th></tr></thead>
<tbody>{{#each instalments}}<tr><td>{{number}}</td><td>{{due}}</td><td class="n">{{amount}}</td></tr>{{/each}}</tbody></table>{{/if}}
<p><a class="button" href="{{../base}}/document">{{../words.download}}</a></p>
<h2>{{../words.lines}}</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">{{../words.item}}</th><th scope="col" class="n wide">{{../words.quantity}}</th><th scope="col" class="n wide">{{../words.price}}</th>
<th scope="col" class="n">{{../words.amount}}</th></tr></thead>
<tbody>{{#each lines}}<tr><td dir="auto">{{description}}{{#if discount}}<br><small>{{discount}}</small>{{/if}}</td>
<td class="n wide">{{quantity}}</td><td class="n wide">{{price}}</td><td class="n">{{net}}</td></tr>{{/each}}</tbody>
</table></div>
{{#if discount}}<p><small>{{discount}}</small></p>{{/if}}
{{/with}}`;

const creditNotePart = `{{#with creditNote}}
<p class="due"><small>{{../words.credited}}</small> {{gross}}</p>
<dl><dt>{{../words.issued}}</dt><dd>{{issued}}</dd></dl>
<p><a class="button" href="{{../base}}/document">{{../words.download}}</a></p>
{{/with}}`;

const payPart = `{{#if online}}<form method="post" action="{{base}}/pay">
<h2>{{words.pay}}</h2>
<fieldset><legend>{{words.choose}}</legend>
<table><tbody>{{#each payable}}<tr><td><label><input type="checkbox" name="item" value="{{value}}"{{#if chosen}} checked{{/if}}> {{number}}</label></td>
<td>{{due}}</td><td class="n">{{open}}</td></tr>{{/each}}</tbody></table>
</fieldset>
<button type="submit">{{words.payOnline}}</button>
</form>{{/if}}
{{#if transfer}}<h2>{{words.transfer}}</h2>
<dl>{{#each transfer}}<dt>{{label}}</dt><dd>{{value}}</dd>{{/each}}</dl>
{{#if code}}<figure><img class="code" src="{{code}}" alt="{{words.code}}"><figcaption>{{words.code}}</figcaption></figure>{{/if}}
{{/if}}
{{#each waysToPay}}<p>{{this}}</p>{{/each}}`;

const othersPart = `{{#if whole}}
<h2>{{#if invoice}}{{words.others}}{{else}}{{words.openInvoices}}{{/if}}</h2>
{{#if others}}<div class="scroll"><table>
<thead><tr><th scope="col">{{words.document}}</th><th scope="col">{{words.due}}</th><th scope="col" class="n">{{words.amountDue}}</th></tr></thead>
<tbody>{{#each others}}<tr><td>{{number}}</td><td>{{due}}</td><td class="n">{{open}}</td></tr>{{/each}}</tbody>
</table></div>{{else}}<p>{{#if invoice}}{{words.nothingOpen}}{{else}}{{words.nothing}}{{/if}}</p>{{/if}}
<h2>{{words.statement}}</h2>
<form method="get" action="{{base}}/statement">
<label for="from">{{words.from}}</label><input id="from" name="from" type="date" required value="{{statementFrom}}">
<label for="to">{{words.to}}</label><input id="to" name="to" type="date" required value="{{today}}">
<button type="submit">{{words.show}}</button>
</form>
{{/if}}`;

const askPart = `<h2>{{words.ask}}</h2>
<form method="post" action="{{base}}/ask">
<label for="kind">{{words.kind}}</label>
<select id="kind" name="kind"><option value="question">{{words.question}}</option>
{{#if invoice}}<option value="dispute">{{words.dispute}}</option>{{/if}}<option value="complaint">{{words.complaint}}</option></select>
<label for="name">{{words.name}}</label><input id="name" name="name" maxlength="200" autocomplete="name">
<label for="email">{{words.email}}</label><input id="email" name="email" type="email" maxlength="254" autocomplete="email">
<label for="text">{{words.words}}</label><textarea id="text" name="text" rows="6" maxlength="4000" required></textarea>
<button type="submit">{{words.send}}</button>
</form>`;

const heading = '<h1>{{title}}</h1>';

export const templates = {
  page: engine.compile(frame(`${heading}\n${invoicePart}\n${creditNotePart}\n${payPart}\n${othersPart}\n${askPart}`), { strict: false }),
  notice: engine.compile(
    frame(
      `${heading}\n<p>{{text}}</p>{{#if goTo}}<p><a class="button" href="{{goTo}}" rel="noreferrer">{{words.payNow}}</a></p>{{/if}}{{#if base}}<p><a href="{{base}}">{{words.back}}</a></p>{{/if}}`,
    ),
  ),
  asked: engine.compile(
    frame(
      `${heading}\n<p>{{words.receivedText}} <strong>{{inquiryId}}</strong>.</p>\n<h2>{{words.youWrote}}</h2>\n<p class="words">{{text}}</p>\n<p><a href="{{base}}">{{words.back}}</a></p>`,
    ),
  ),
  statement: engine.compile(
    frame(`${heading}\n<p>{{from}} – {{to}}</p>
{{#each sections}}<h2>{{currency}}</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">{{../words.date}}</th><th scope="col">{{../words.document}}</th>
<th scope="col" class="n">{{../words.amount}}</th><th scope="col" class="n">{{../words.balance}}</th></tr></thead>
<tbody><tr><td></td><td>{{../words.opening}}</td><td></td><td class="n">{{opening}}</td></tr>
{{#each lines}}<tr><td>{{date}}</td><td>{{number}}</td><td class="n">{{amount}}</td><td class="n">{{balance}}</td></tr>{{/each}}
<tr><td></td><td>{{../words.closing}}</td><td></td><td class="n">{{closing}}</td></tr></tbody>
</table></div>{{/each}}
<p><a class="button" href="{{download}}">{{words.download}}</a></p>
<p><a href="{{base}}">{{words.back}}</a></p>`),
  ),
};
