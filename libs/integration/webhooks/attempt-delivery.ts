import type { WebhookSettings } from '#ledger';
import { cloudEvent } from '../contract/cloud-event';
import { publicEvent } from '../contract/public-event';
import { renderedEvent } from '../contract/rendered-event';
import { judgeAttempt, type Verdict } from './retry-schedule';
import { sendDelivery, type SendRule } from './send-delivery';
import { TargetRefused } from './target-url';
import type { Fact } from './webhook-log';
import type { WebhookTiming } from './webhook-timing';

/** What came of one attempt; `failure` in words that may be shown: nothing of what the receiver said. */
export interface AttemptOutcome {
  readonly verdict: Verdict;
  readonly failure: string | null;
  readonly at: number;
}

export interface AttemptTerms {
  readonly ledgerId: string;
  readonly rule: SendRule;
  readonly timing: WebhookTiming;
}

/** The body of a delivery: the event as the feed has it, in the endpoint's envelope and version of the contract. */
export function deliveryBody({ stored, sequence }: Fact, { envelope, contractVersion }: WebhookSettings, ledgerId: string): string {
  const event = renderedEvent(publicEvent(stored, sequence), contractVersion);
  return JSON.stringify(envelope === 'cloudevents' ? cloudEvent(event, ledgerId) : event);
}

/**
 * Sends a fact once. Whatever goes wrong on the way is the outcome, not an error.
 *
 * @param made attempts, this one among them; from 1.
 */
export async function attemptDelivery(
  fact: Fact,
  { settings, secrets, made }: { readonly settings: WebhookSettings; readonly secrets: readonly string[]; readonly made: number },
  { ledgerId, rule, timing }: AttemptTerms,
): Promise<AttemptOutcome> {
  const began = new Date(timing.now());
  const judged = (status: number | null, retryAfter: string | null, failure: string): AttemptOutcome => {
    const at = new Date(timing.now());
    const verdict = judgeAttempt({ made, status, retryAfter, at }, timing.random);
    return { verdict, failure: verdict.kind === 'delivered' ? null : failure, at: at.getTime() };
  };
  const body = shownBody(fact, settings, ledgerId);
  if (body === null) {
    return judged(null, null, `cannot be shown in version ${settings.contractVersion} of the contract`);
  }
  try {
    const { status, retryAfter } = await sendDelivery({ url: settings.url, id: fact.stored.id, body, secrets, at: began }, rule);
    return judged(status, retryAfter, `answered ${status}`);
  } catch (error) {
    return judged(null, null, failureOf(error));
  }
}

function shownBody(fact: Fact, settings: WebhookSettings, ledgerId: string): string | null {
  try {
    return deliveryBody(fact, settings, ledgerId);
  } catch {
    return null;
  }
}

export function failureOf(error: unknown): string {
  const { name, code, message } = error as { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown };
  if (error instanceof TargetRefused) {
    return String(message).slice(0, 300);
  }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return 'gave no answer in time';
  }
  return typeof code === 'string' ? `could not be reached: ${code}` : 'could not be reached';
}
