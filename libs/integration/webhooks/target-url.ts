import { isIP } from 'node:net';
import { isAllowedAddress, isPublicAddress, type TargetRule } from './target-address';

/** A target that may not be delivered to; the message says why. */
export class TargetRefused extends Error {}

/** The address as it is connected to: without the brackets a URL puts around IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/gu, '');
}

/**
 * Reads an endpoint's URL. Without TLS only addresses the operator allowed may be reached.
 * Errors: TargetRefused.
 */
export function parseTargetUrl(text: string, rule: TargetRule): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) {
    throw new TargetRefused('The endpoint is no URL. Give one like https://example.com/hooks.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rule.allow.length > 0)) {
    throw new TargetRefused('An endpoint is reached by https alone, or by http inside nets the operator allowed.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TargetRefused('An endpoint carries no user and no password in its URL; deliveries are signed.');
  }
  const port = url.port === '' ? 443 : Number(url.port);
  if (port !== 443 && port < 1024) {
    throw new TargetRefused(`Port ${port} belongs to another service. Use 443, or one from 1024 on.`);
  }
  // A host that is an address is never looked up, so it is judged here.
  const host = hostOf(url);
  if (isIP(host) !== 0) {
    requireReachable(host, url, rule);
  }
  return url;
}

/** Errors: TargetRefused for an address the server must not connect to. */
export function requireReachable(address: string, url: URL, rule: TargetRule): void {
  if (isAllowedAddress(address, rule) || (url.protocol === 'https:' && isPublicAddress(address))) {
    return;
  }
  throw new TargetRefused(`${url.hostname} leads to ${address}, which is not a public address. Use an endpoint on the internet, or ask the operator to allow its net.`);
}

/**
 * Judges an endpoint before it is put on record: its URL, and where its name leads now. A name that leads nowhere yet
 * passes; every delivery is judged again when it connects.
 * Errors: TargetRefused.
 */
export async function requireTarget(text: string, rule: TargetRule, resolve: (host: string) => Promise<readonly { readonly address: string }[]>): Promise<void> {
  const url = parseTargetUrl(text, rule);
  const host = hostOf(url);
  const found = isIP(host) === 0 ? await resolve(host).catch(() => []) : [];
  for (const { address } of found) {
    requireReachable(address, url, rule);
  }
}
