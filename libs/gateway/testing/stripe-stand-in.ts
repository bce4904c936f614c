import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeBooks, type StoodIntent } from './stripe-books';

/** What the stand-in was sent, after it was found to be in the published format. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const wholeUnits = new Set(['bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf']);
const thousandths = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/**
 * A small service on this machine that speaks the published format of Stripe's API and refuses what it would refuse:
 * keys, versions, encodings, missing and unknown fields, amounts, keys used again with other content.
 */
export class StripeStandIn {
  readonly books = new StripeBooks();
  readonly seen: SeenRequest[] = [];
  /** Requests that are answered with trouble instead, first come first served. `hang`: never answered. */
  readonly troubles: (number | 'hang')[] = [];
  private readonly keys = new Map<string, { readonly content: string; readonly answer: Answer }>();
  private server: Server | undefined;

  constructor(
    private readonly apiKey: string,
    private readonly apiVersion: string,
  ) {}

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.serve(request, response));
    this.server = server;
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** An event as it would be sent to the webhook. */
  event(type: string, object: object, more: { readonly created?: number; readonly livemode?: boolean; readonly id?: string } = {}): string {
    const { created = 1_292_840_000, livemode = false, id = this.books.nextId('evt') } = more;
    return JSON.stringify({ id, object: 'event', api_version: this.apiVersion, created, livemode, pending_webhooks: 1, type, data: { object } }, null, 2);
  }

  static intentObject({ id, amount, currency, metadata }: StoodIntent): object {
    return { id, object: 'payment_intent', amount, amount_received: amount, currency, metadata, status: 'succeeded', latest_charge: `ch_of_${id.slice(3)}` };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const trouble = this.troubles.shift();
    if (trouble === 'hang') {
      return;
    }
    const answer = trouble === undefined ? this.answer(request, Buffer.concat(chunks).toString('utf8')) : troubleAnswer(trouble);
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': this.books.nextId('req'), 'stripe-should-retry': 'false' });
    response.end(JSON.stringify(answer.body));
  }

  private answer(request: IncomingMessage, body: string): Answer {
    const { method = '', url = '', headers } = request;
    if (headers.authorization !== `Bearer ${this.apiKey}`) {
      return failed(401, 'invalid_request_error', 'Invalid API Key provided');
    }
    if (headers['stripe-version'] !== this.apiVersion) {
      return failed(400, 'invalid_request_error', `Invalid Stripe API version: ${String(headers['stripe-version'])}`);
    }
    const { pathname, searchParams } = new URL(url, 'http://stand-in');
    if (method === 'GET') {
      this.seen.push({ method, path: pathname, form: Object.fromEntries(searchParams), idempotencyKey: null });
      return pathname === '/v1/balance_transactions' ? this.balance(searchParams) : failed(404, 'invalid_request_error', 'Unrecognized request URL');
    }
    if (method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return failed(400, 'invalid_request_error', 'Requests are POST in application/x-www-form-urlencoded');
    }
    return this.once(headers['idempotency-key'], pathname, body);
  }

  /** One content per key; the same content gets the first answer, also when that was a refusal of the content. */
  private once(key: string | string[] | undefined, path: string, body: string): Answer {
    if (typeof key !== 'string' || key.length > 255) {
      return failed(400, 'idempotency_error', 'This stand-in wants an Idempotency-Key of at most 255 characters');
    }
    const content = `${path}\n${body}`;
    const known = this.keys.get(key);
    if (known !== undefined) {
      return known.content === content ? known.answer : failed(400, 'idempotency_error', 'Keys for idempotent requests can only be used with the same parameters they were first used with.');
    }
    const form = Object.fromEntries(new URLSearchParams(body));
    this.seen.push({ method: 'POST', path, form, idempotencyKey: key });
    const answer = path === '/v1/checkout/sessions' ? this.session(form) : path === '/v1/refunds' ? this.refund(form) : failed(404, 'invalid_request_error', 'Unrecognized request URL');
    this.keys.set(key, { content, answer });
    return answer;
  }

  private session(form: Record<string, string>): Answer {
    const allowed =
      new RegExp(
        '^(mode|success_url|cancel_url|locale|client_reference_id|line_items\\[0\\]\\[(quantity|price_data\\]\\[(currency|unit_amount|product_data\\]\\[name))\\]|' +
          '(payment_intent_data\\[)?metadata\\]?\\[\\w{1,40}\\]|payment_intent_data\\[(metadata\\]\\[\\w{1,40}|description)\\])$',
      );
    const unknown = Object.keys(form).find((field) => !allowed.test(field));
    if (unknown !== undefined) {
      return failed(400, 'invalid_request_error', `Received unknown parameter: ${unknown}`, 'parameter_unknown');
    }
    const [currency = '', amount = '', name = ''] = ['currency', 'unit_amount', 'product_data][name'].map((field) => form[`line_items[0][price_data][${field}]`]);
    const problem = form['mode'] !== 'payment' || form['line_items[0][quantity]'] !== '1' || name === '' ? 'Missing required param: line_items' : (urlProblem(form) ?? amountProblem(amount, currency));
    const metadata = metadataOf(form, 'payment_intent_data[metadata]');
    if (problem !== null || metadata === null) {
      return failed(400, 'invalid_request_error', problem ?? 'Metadata values can have up to 500 characters', 'parameter_invalid');
    }
    const id = this.books.nextId('cs');
    this.books.sessions.set(id, { id, amount: Number(amount), currency, metadata, intentId: null });
    return {
      status: 200,
      body: {
        id,
        object: 'checkout.session',
        amount_total: Number(amount),
        currency,
        mode: 'payment',
        payment_status: 'unpaid',
        status: 'open',
        url: `https://checkout.example/c/pay/${id}`,
      },
    };
  }

  private refund(form: Record<string, string>): Answer {
    const intent = this.books.intents.get(form['payment_intent'] ?? '');
    const metadata = metadataOf(form, 'metadata');
    if (intent === undefined || metadata === null) {
      return failed(404, 'invalid_request_error', 'No such payment_intent', 'resource_missing');
    }
    const amount = form['amount'] ?? '';
    const problem = amountProblem(amount, intent.currency);
    if (problem !== null || Number(amount) > intent.amount - intent.refunded) {
      return failed(400, 'invalid_request_error', problem ?? 'Refund amount is greater than unrefunded amount on charge', 'amount_too_large');
    }
    return { status: 200, body: this.books.refund(intent, Number(amount), metadata) };
  }

  /** In pages, with `starting_after` and `has_more`, as every list of the service. */
  private balance(query: URLSearchParams): Answer {
    const lines = this.books.payouts.get(query.get('payout') ?? '');
    if (lines === undefined) {
      return failed(400, 'invalid_request_error', 'No such payout', 'resource_missing');
    }
    const after = query.get('starting_after');
    const from = after === null ? 0 : lines.findIndex(({ id }) => id === after) + 1;
    // Small pages, so that every payout of the tests takes several.
    const page = lines.slice(from, from + 2).map((line) => ({ ...line, object: 'balance_transaction' }));
    return { status: 200, body: { object: 'list', url: '/v1/balance_transactions', has_more: from + 2 < lines.length, data: page } };
  }
}

function amountProblem(text: string, currency: string): string | null {
  if (!/^[a-z]{3}$/.test(currency)) {
    return `Invalid currency: ${currency}`;
  }
  if (!/^[1-9]\d{0,7}$/.test(text)) {
    return `Invalid integer: ${text}`;
  }
  const step = thousandths.has(currency) ? 10 : currency === 'isk' || currency === 'ugx' ? 100 : 1;
  const least = wholeUnits.has(currency) ? 1 : 30;
  return Number(text) % step === 0 && Number(text) >= least ? null : `Invalid amount in ${currency}: ${text}`;
}

function urlProblem(form: Record<string, string>): string | null {
  return [form['success_url'], form['cancel_url']].every((url) => url !== undefined && URL.canParse(url)) ? null : 'Not a valid URL';
}

/** Null where the service would refuse it: over 50 keys, or values over 500 characters. */
function metadataOf(form: Record<string, string>, under: string): Record<string, string> | null {
  const found = Object.entries(form).flatMap(([field, value]) => (field.startsWith(`${under}[`) ? [[field.slice(under.length + 1, -1), value] as const] : []));
  return found.length > 50 || found.some(([, value]) => value.length > 500) ? null : Object.fromEntries(found);
}

function troubleAnswer(status: number): Answer {
  return status === 429 ? failed(429, 'invalid_request_error', 'Too many requests', 'rate_limit') : failed(status, 'api_error', 'An unknown error occurred');
}

const failed = (status: number, type: string, message: string, code?: string): Answer => ({ status, body: { error: { type, message, ...(code === undefined ? {} : { code }) } } });
