/** One block of commands that a page shows and a test runs. */
export interface ShownBlock {
  /** Line of the page where the block begins, from 1. */
  readonly line: number;
  readonly text: string;
}

const block = /^<!-- (?:tested -->\n```sh\n([\s\S]*?)^```|prepared\n([\s\S]*?)^-->)$/gm;

/**
 * The blocks of a page that are marked `<!-- tested -->`, in order, with those that stand unseen in a comment `prepared`
 * between them: what a reader has already, such as customers and invoices.
 */
export function shownBlocks(page: string): ShownBlock[] {
  return [...page.matchAll(block)].map((found) => ({
    line: page.slice(0, found.index).split('\n').length + 2,
    text: found[1] ?? found[2] ?? '',
  }));
}

/** Whether the commands send mail, and so need a mail server. */
export const needsMail = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => /^daybook deliver /m.test(text));

/** Whether the commands hold XML against rules that lie outside the repository. */
export const needsRules = ({ text }: ShownBlock): boolean => text.includes('$EN16931');

/** Whether the commands tell what a payment gateway would. */
export const needsGateway = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => text.includes('$DAYBOOK_STRIPE_WEBHOOK_SECRET'));

/** Whether the commands talk to a server, and so need one. */
export const needsServer = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => text.includes('$DAYBOOK_URL'));

/** Whether the commands talk to an event store that lies elsewhere. */
export const needsCluster = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => text.includes('$CLUSTER'));
