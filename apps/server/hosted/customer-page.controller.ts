import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import {
  checkedBody, DocumentDesk, OrderGatewayPayment, OrderGatewayPaymentBody, ReceiveInquiry, ReceiveInquiryBody, RecordDocumentOpened, type CommandContext,
} from '#billing';
import { accountParts, isRealDay } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { markRefused, putOnRecord } from '../edge/refused-requests';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SERVER_LOG } from '../operations/server-log';
import { RateLimiter } from '../security/rate-limit';
import { PageRouteDoc } from '../routes/open-route-docs';
import { customerForm, fieldOf } from './customer-form';
import { PageReader, type PageFacts } from './page-facts';
import { isFromOurPage, sendFile, sendPage } from './page-reply';
import { templates } from './page-templates';
import { frameOf, pageView, shownDay, shownMoney, type PageFrame } from './page-view';
import { pageStyle } from './page-style';
import { browserLanguages, spoken, type PageWords } from './page-words';

interface Visit {
  readonly call: Call;
  readonly token: string;
  readonly facts: PageFacts;
  readonly frame: PageFrame;
}

type Handled = (visit: Visit) => Promise<void>;

/**
 * The pages of a customer, behind a signed link instead of a key. Whoever has the link sees one account, and no address
 * here says whether anything else exists.
 */
@Controller('c')
export class CustomerPageController {
  private readonly visits = new RateLimiter({ perSecond: 1, burst: 60 }, () => performance.now());
  private readonly strangers = new RateLimiter({ perSecond: 1, burst: 30 }, () => performance.now());
  /** Questions and payment pages: each writes, or asks somebody else. */
  private readonly acts = new RateLimiter({ perSecond: 1 / 60, burst: 10 }, () => performance.now());
  private readonly documents: DocumentDesk;

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    @Inject(SERVER_LOG) private readonly log: Logger,
    private readonly pages: PageReader,
  ) {
    this.documents = new DocumentDesk(ledger);
  }

  @Get(':token')
  @PageRouteDoc({ summary: 'A customer’s page: an invoice or the whole account, where to pay, how to ask.', query: { back: '1: they come back from paying.' } })
  show(@CurrentCall() call: Call, @Param('token') token: string): Promise<void> {
    return this.visit(call, token, async ({ facts, frame }) => {
      await this.noteOpening(call.request, facts);
      const back = (call.request.query as { readonly back?: unknown }).back === '1';
      const view = pageView(facts, frame, this.takesPayments(facts));
      sendPage(call.reply, 200, templates.page({ ...view, ...(back ? { note: frame.words.thanks } : {}) }), frame.style);
    });
  }

  @Get(':token/document')
  @PageRouteDoc({ summary: 'The invoice of the link as a PDF.', pdf: true })
  document(@CurrentCall() call: Call, @Param('token') token: string): Promise<void> {
    return this.visit(call, token, async (visit) => {
      const { invoice, creditNote } = visit.facts;
      const made = invoice !== null ? await this.documents.invoice(invoice.invoiceId, 'pdf') : creditNote !== null ? await this.documents.creditNote(creditNote.creditNoteId, 'pdf') : null;
      if (made?.ok !== true) {
        return this.tell(visit, 404, 'failed');
      }
      sendFile(call.reply, { name: made.value.fileName, type: made.value.contentType, bytes: made.value.bytes });
    });
  }

  @Get(':token/statement')
  @PageRouteDoc({
    summary: 'The statement of the account over some days, as a page or a PDF.',
    query: { from: 'First day, YYYY-MM-DD.', to: 'Last day, YYYY-MM-DD.', format: 'pdf, else a page.' },
    pdf: true,
  })
  statement(@CurrentCall() call: Call, @Param('token') token: string): Promise<void> {
    return this.visit(call, token, async (visit) => {
      const { facts, frame } = visit;
      const { from, to, format } = call.request.query as { readonly from?: unknown; readonly to?: unknown; readonly format?: unknown };
      if (!facts.whole || typeof from !== 'string' || typeof to !== 'string' || !isRealDay(from) || !isRealDay(to) || from > to) {
        return this.tell(visit, 404, 'failed');
      }
      const { accountId } = facts.claims;
      if (format === 'pdf') {
        const made = await this.documents.statement({ accountId, from, asOf: to });
        return made.ok ? sendFile(call.reply, { name: made.value.fileName, type: made.value.contentType, bytes: made.value.bytes }) : this.tell(visit, 404, 'failed');
      }
      const { body } = await this.ledger.reports.statement({ ...accountParts(accountId), from, asOf: to });
      const { language, words } = frame;
      const sections = body.sections.map(({ currency, opening, closing, lines }) => {
        const money = (amount: string): string => shownMoney(amount, currency, language);
        const shown = lines.map((line) => ({ date: shownDay(line.date, language), number: line.documentNumber, amount: money(line.amount), balance: money(line.balance) }));
        return { currency, opening: money(opening), closing: money(closing), lines: shown };
      });
      const download = `${frame.base}/statement?from=${from}&to=${to}&format=pdf`;
      sendPage(call.reply, 200, templates.statement({ ...frame, title: words.statement, from: shownDay(from, language), to: shownDay(to, language), sections, download }), frame.style);
    });
  }

  @Post(':token/pay')
  @PageRouteDoc({ summary: 'Order a payment page at the gateway for what the customer chose.', form: { item: '{documentId}:{instalment}, once for each.' }, needs: ['item'], status: 201 })
  pay(@CurrentCall() call: Call, @Param('token') token: string): Promise<void> {
    return this.act(call, token, async (visit, form) => {
      const { facts, frame } = visit;
      const chosen = form.getAll('item').slice(0, 20).map((value) => /^(.{1,200}):(\d{1,2})$/.exec(value));
      // Only what this page shows can be paid from it.
      const items = facts.items.filter((item) => chosen.some((one) => one?.[1] === item.documentId && Number(one[2]) === item.part));
      const returnUrl = await this.returnUrl(visit);
      if (items.length === 0 || returnUrl === null) {
        return this.tell(visit, 409, 'failed', frame.words.settledMeanwhile);
      }
      const checked = checkedBody(OrderGatewayPaymentBody, {
        accountId: facts.claims.accountId, language: frame.language, returnUrl, items: items.map(({ documentId, part }) => ({ invoiceId: documentId, instalment: part })),
      });
      const result = checked.ok ? await this.ledger.execute(new OrderGatewayPayment(checked.body, contextOf(call.request))) : null;
      if (result?.kind !== 'accepted') {
        if (result?.kind === 'refused') markRefused(call.request, { code: result.refusal.code, onRecord: true });
        this.log.warn({ reqId: call.request.id, code: result?.kind === 'refused' ? result.refusal.code : 'unknown' }, 'payment page refused');
        return this.tell(visit, 409, 'failed', frame.words.noPay);
      }
      const { amount, currency, url } = result.answer;
      const view = { ...frame, title: frame.words.payOnline, text: shownMoney(amount, currency, frame.language), goTo: url };
      sendPage(call.reply, 200, templates.notice(view), frame.style);
    });
  }

  @Post(':token/ask')
  @PageRouteDoc({
    summary: 'Ask, complain, or dispute an invoice.',
    form: { kind: 'question, dispute or complaint.', text: 'At most 4,000 characters.', name: 'Who asks.', email: 'Where to answer.' },
    needs: ['kind', 'text'],
    status: 201,
  })
  ask(@CurrentCall() call: Call, @Param('token') token: string): Promise<void> {
    return this.act(call, token, async (visit, form) => {
      const { facts, frame } = visit;
      const { accountId } = facts.claims;
      const [kind, text = '', name, email] = ['kind', 'text', 'name', 'email'].map((field) => fieldOf(form, field));
      if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
        return this.tell(visit, 422, 'invalid', frame.words.invalidEmail);
      }
      const about = facts.invoice === null ? {} : { invoiceId: facts.invoice.invoiceId };
      const words = { text, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
      // The same words on the same day are the same question: a second click asks nothing twice.
      const inquiryId = `page-${createHash('sha256').update(JSON.stringify([accountId, about, kind, words, facts.today])).digest('hex').slice(0, 20)}`;
      const checked = checkedBody(ReceiveInquiryBody, { inquiryId, accountId, ...about, kind, via: 'hosted-page', personal: words });
      if (!checked.ok) {
        return this.tell(visit, 422, 'invalid');
      }
      const result = await this.ledger.execute(new ReceiveInquiry(checked.body, contextOf(call.request, inquiryId)));
      if (result.kind !== 'accepted') {
        if (result.kind === 'refused') markRefused(call.request, { code: result.refusal.code, onRecord: true });
        return this.tell(visit, result.kind === 'refused' ? 409 : 503, 'failed');
      }
      sendPage(call.reply, 201, templates.asked({ ...frame, title: frame.words.received, inquiryId, text }), frame.style);
    });
  }

  /** A form of our own page, within its rate. */
  private act(call: Call, token: string, handle: (visit: Visit, form: URLSearchParams) => Promise<void>): Promise<void> {
    return this.visit(call, token, async (visit) => {
      const form = isFromOurPage(call.request) ? customerForm(call.request) : null;
      if (form === null) {
        return this.tell(visit, 403, 'failed');
      }
      const wait = this.acts.take(visit.facts.claims.accountId);
      if (wait > 0) {
        void call.reply.header('retry-after', String(wait));
        return this.tell(visit, 429, 'slow');
      }
      return handle(visit, form);
    });
  }

  /** Every address here answers with a page, whatever happens; a link that is none, or another's, tells nothing. */
  private async visit(call: Call, token: string, handle: Handled): Promise<void> {
    const { request, reply } = call;
    const { words, language } = spoken(...browserLanguages(request.headers['accept-language']));
    const plain = async (status: number, kind: 'lost' | 'slow' | 'failed'): Promise<void> => {
      await putOnRecord(request, status, this.ledger.records);
      sendPlain(reply, { status, language, words, kind });
    };
    try {
      const verdict = await this.ledger.links.verify(token);
      if (!verdict.ok) {
        return plain(this.strangers.take(request.ip) > 0 ? 429 : verdict.why === 'expired' ? 410 : 404, 'lost');
      }
      if (this.visits.take(verdict.claims.accountId) > 0) {
        return plain(429, 'slow');
      }
      const facts = await this.pages.read(verdict.claims);
      if (facts === null) {
        return plain(404, 'lost');
      }
      await handle({ call, token, facts, frame: frameOf(facts, `/c/${token}`) });
    } catch (error) {
      // The name alone: a message may quote what was sent.
      this.log.error(
        {
          reqId: request.id,
          error:
            error instanceof Error
              ? {
                  name: error.name,
                  frames: (error.stack ?? '')
                    .split('\n')
                    .filter((line) => line.startsWith('    at '))
                    .slice(0, 8),
                }
              : {},
        },
        'customer page failed',
      );
      await plain(500, 'failed');
    }
  }

  private async tell({ call, frame }: Visit, status: number, kind: 'failed' | 'slow' | 'invalid', text?: string): Promise<void> {
    const { words } = frame;
    await putOnRecord(call.request, status, this.ledger.records);
    sendPage(call.reply, status, templates.notice({ ...frame, title: words[kind], text: text ?? words[`${kind}Text`] }), frame.style);
  }

  /** Nothing but a person's visit counts: no look at the headers, no browser that fetches ahead. */
  private async noteOpening(request: FastifyRequest, { claims, today }: PageFacts): Promise<void> {
    const { deliveryId } = claims;
    const ahead = /prefetch|preview/i.test(`${String(request.headers['sec-purpose'] ?? '')} ${String(request.headers['purpose'] ?? '')}`);
    if (deliveryId === undefined || request.method !== 'GET' || ahead) {
      return;
    }
    await this.ledger.execute(new RecordDocumentOpened({ deliveryId }, contextOf(request, `opened-${deliveryId}-${today}`)));
  }

  private takesPayments({ claims }: PageFacts): boolean {
    const { gateway } = this.ledger;
    return gateway !== undefined && (gateway.entityId === undefined || gateway.entityId === accountParts(claims.accountId).entityId);
  }

  /** This very page at our public address; the address a caller names in a header is not believed. */
  private async returnUrl({ token, facts }: Visit): Promise<string | null> {
    const link = await this.ledger.links.linkTo({ accountId: facts.claims.accountId });
    return link === null ? null : `${link.url.slice(0, link.url.lastIndexOf('/c/'))}/c/${token}?back=1`;
  }
}

const contextOf = (request: FastifyRequest, commandId = request.id): CommandContext => ({ actor: 'customer page', channel: 'http', commandId, correlationId: request.id });

function sendPlain(reply: FastifyReply, page: { readonly status: number; readonly language: string; readonly words: PageWords; readonly kind: 'lost' | 'slow' | 'failed' }): void {
  const { status, language, words, kind } = page;
  const style = pageStyle(undefined);
  sendPage(reply, status, templates.notice({ language, words, style, title: words[kind], text: words[`${kind}Text`], seller: { name: '', contact: [] } }), style);
}
