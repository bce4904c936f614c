import { openLinkKeys, signLink, verifyLink, type LinkClaims, type LinkKeys, type LinkVerdict } from '#delivery';
import { dayInZone } from '#ledger';
import type { Clock } from '../decisions/clock';

/** How long a link in a message works, in days. */
export const linkDays = 180;
const daySeconds = 86_400;

/** Signed links to the pages of a customer. The keys are made in the data folder when the first link is. */
export class CustomerLinks {
  private keys: Promise<LinkKeys> | null = null;

  constructor(
    private readonly dataFolder: string,
    /** Where customers reach the server, without a slash at the end; null: no links are given out. */
    private readonly publicUrl: string | null,
    private readonly clock: Clock,
  ) {}

  /** The address to send, and the last day on which it works; null: there is no public address. */
  async linkTo(claims: Omit<LinkClaims, 'expiresAt'>): Promise<{ readonly url: string; readonly until: string } | null> {
    if (this.publicUrl === null) {
      return null;
    }
    const today = Math.floor(this.clock.now() / 1000 / daySeconds);
    const expiresAt = (today + linkDays + 1) * daySeconds;
    const token = signLink({ ...claims, expiresAt }, await this.current());
    return { url: `${this.publicUrl}/c/${token}`, until: dayInZone((expiresAt - 1) * 1000, 'UTC') };
  }

  async verify(token: string): Promise<LinkVerdict> {
    return verifyLink(token, await this.current(), this.clock.now());
  }

  private current(): Promise<LinkKeys> {
    this.keys ??= openLinkKeys(this.dataFolder);
    return this.keys;
  }
}

/** A public address as it is put before `/c/…`. @throws RangeError when it is none. */
export function publicUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '' || /["'<>\s]/.test(text)) {
    throw new RangeError('the public address is no plain http(s) address such as https://bills.example.com');
  }
  return url.href.replace(/\/+$/, '');
}
