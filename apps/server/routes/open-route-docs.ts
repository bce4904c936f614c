import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../security/roles';

/** A signed link is what lets in: the global security scheme does not apply. */
const unlocked = { security: [] };
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const pageContent = { 'text/html': { schema: { type: 'string' } } };
const proof = 'Needs no key: the token is a signed link that we sent. Every answer is a page, or the document asked for.';

const pageAnswers: Readonly<Record<number, string>> = {
  403: 'The form does not come from our page.',
  404: 'A link that is none, or nothing of that kind behind it: a page that tells nothing.',
  409: 'Settled meanwhile, or not to be had: the page says so.',
  410: 'The link has expired.',
  413: 'The form is over 64 KiB.',
  422: 'A field is missing or too long.',
  429: 'Too many visits; see Retry-After.',
};

interface PageDoc {
  readonly summary: string;
  /** Query parameters with what they are. */
  readonly query?: Readonly<Record<string, string>>;
  /** Besides the page. */
  readonly pdf?: true;
  /** Fields of its form with what they are; of these `needs` must be there. */
  readonly form?: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly status?: 200 | 201;
}

/** A page of a customer behind a signed link, in the API reference. */
export function PageRouteDoc({ summary, query = {}, pdf, form, needs = [], status = 200 }: PageDoc): MethodDecorator {
  const answers = [404, 410, 429, ...(form === undefined ? [] : [403, 409, 413, 422])];
  return applyDecorators(
    Public(),
    ApiTags('customer pages'),
    ApiOperation({ summary, description: proof, ...unlocked }),
    ApiParam({ name: 'token', type: String, example: 'eyJhY2NvdW50Ijoi…' }),
    ...Object.entries(query).map(([name, description]) => ApiQuery({ name, description, required: false, schema: { type: 'string' } })),
    ...(pdf === true ? [ApiProduces('text/html', 'application/pdf')] : []),
    ...(form === undefined ? [] : [ApiConsumes('application/x-www-form-urlencoded'), ApiBody({ schema: formSchema(form, needs) })]),
    ApiResponse({ status, description: 'The page.', content: { ...pageContent, ...(pdf === true ? { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } : {}) } }),
    ...answers.map((each) => ApiResponse({ status: each, description: pageAnswers[each] ?? '', content: pageContent })),
  );
}

const formSchema = (form: Readonly<Record<string, string>>, needs: readonly string[]) => ({
  type: 'object' as const,
  required: [...needs],
  properties: Object.fromEntries(Object.entries(form).map(([name, description]) => [name, { type: 'string' as const, description }])),
});

const noticeAnswers: Readonly<Record<number, string>> = {
  400: 'Not signed by a secret that is known here within five minutes, or not readable.',
  404: 'No gateway is set up.',
  409: 'Its ground is not on record yet, or it is at odds with what is: the gateway sends it again.',
  413: 'The notice is over 512 KiB.',
  503: 'Outcome unknown: the gateway sends it again.',
};

/** Where a payment gateway tells what happened, in the API reference. */
export function NoticeRouteDoc(): MethodDecorator {
  return applyDecorators(
    Public(),
    HttpCode(200),
    ApiTags('payments'),
    ApiOperation({
      summary: 'Take a notice of Stripe: a payment, a refund, a chargeback, a payout. Stripe calls this; set its address as a webhook endpoint there.',
      description: 'Needs no key: the signature over the bytes is checked before anything is believed. The same notice twice is recorded once.',
      ...unlocked,
    }),
    ApiHeader({ name: 'Stripe-Signature', required: true, description: 'As Stripe makes it: t=…,v1=….', schema: { type: 'string' } }),
    ApiBody({ description: 'An event of Stripe, byte for byte as it was signed.', schema: { type: 'object', additionalProperties: true } }),
    ApiResponse({
      status: 200,
      description: 'Recorded now, or before, or nothing to record.',
      content: { 'application/json': { schema: noticeSchema, example: { received: true, outcome: 'recorded' } } },
    }),
    ...Object.entries(noticeAnswers).map(([status, description]) => ApiResponse({ status: Number(status), description, content: problemContent })),
  );
}

const noticeSchema = { type: 'object' as const, required: ['received', 'outcome'], properties: { received: { type: 'boolean' }, outcome: { type: 'string' } } };
