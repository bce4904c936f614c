/** One block of commands that a page shows and a test runs. */
export interface ShownBlock {
  /** Line of the page where the block begins, from 1. */
  readonly line: number;
  readonly text: string;
}

const block = /^<!-- tested -->\n```sh\n([\s\S]*?)^```$/gm;

/** The blocks of a page that are marked `<!-- tested -->`, in order. */
export function shownBlocks(page: string): ShownBlock[] {
  return [...page.matchAll(block)].map((found) => ({
    line: page.slice(0, found.index).split('\n').length + 2,
    text: found[1] ?? '',
  }));
}

/** Whether the commands talk to a server, and so need one. */
export const needsServer = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => text.includes('$DAYBOOK_URL'));

/** Whether the commands talk to an event store that lies elsewhere. */
export const needsCluster = (blocks: readonly ShownBlock[]): boolean => blocks.some(({ text }) => text.includes('$CLUSTER'));
