import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { TargetRule } from './target-address';
import { parseTargetUrl, requireReachable } from './target-url';

/** All addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

export interface Delivery {
  readonly url: string;
  /** The id of the event: the same at every attempt, so that receivers know it again. */
  readonly id: string;
  readonly body: string;
  /** Secrets in force ("whsec_…"), two of them while one replaces the other. */
  readonly secrets: readonly string[];
  readonly at: Date;
}

export interface SendRule extends TargetRule {
  readonly resolve?: ResolveHost;
  /** Milliseconds for the whole exchange. Default 15,000. */
  readonly timeoutMs?: number;
  /** Ends the exchange early. */
  readonly cut?: AbortSignal;
}

/** What the receiver answered. `body` holds its first 4 kB, for people who look for the cause. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

const keptBytes = 4_096;

/** As this machine resolves names. */
export const resolveBySystem: ResolveHost = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });

/** Signature headers as Standard Webhooks has them. Precondition: at least one secret. */
export function signatureHeaders(delivery: Delivery): Record<string, string> {
  return {
    'webhook-id': delivery.id,
    'webhook-timestamp': String(Math.floor(delivery.at.getTime() / 1000)),
    'webhook-signature': delivery.secrets.map((secret) => new Webhook(secret).sign(delivery.id, delivery.at, delivery.body)).join(' '),
  };
}

/**
 * Sends one delivery once. Redirects are not followed: their status is the answer.
 * Errors: TargetRefused before anything is connected to; otherwise what broke the connection, or the time running out.
 */
export async function sendDelivery(delivery: Delivery, rule: SendRule): Promise<Answer> {
  const url = parseTargetUrl(delivery.url, rule);
  const options: RequestOptions = {
    method: 'POST',
    // A pooled socket would skip the lookup, and with it the check.
    agent: false,
    lookup: checkedLookup(url, rule),
    signal: AbortSignal.any([AbortSignal.timeout(rule.timeoutMs ?? 15_000), ...(rule.cut === undefined ? [] : [rule.cut])]),
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(delivery.body), ...signatureHeaders(delivery) },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.on('error', reject);
    request.end(delivery.body);
  });
}

/** Looks up once, judges every address, and hands over the judged ones: a second answer of the name server is never asked for. */
function checkedLookup(url: URL, rule: SendRule): LookupFunction {
  const resolve = rule.resolve ?? resolveBySystem;
  return (host, options, callback) => {
    const judged = async (): Promise<readonly LookupAddress[]> => {
      const found = await resolve(host);
      for (const { address } of found) {
        requireReachable(address, url, rule);
      }
      return found;
    };
    judged().then(
      (found) => {
        const [first] = found;
        if (first === undefined) {
          callback(new Error(`${host} has no address.`), '');
        } else if (options.all === true) {
          callback(null, [...found]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: Error) => callback(error, ''),
    );
  };
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size >= keptBytes) {
      break;
    }
  }
  response.destroy();
  const body = Buffer.concat(parts).subarray(0, keptBytes).toString('utf8');
  return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null, body };
}
