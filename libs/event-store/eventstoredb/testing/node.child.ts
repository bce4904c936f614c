import { openEmbeddedStore } from '../../embedded';
import { startNode } from '../../node';

/** A node in a process of its own, to be killed: opens the log, listens on the port (0: a free one), and says `port N`. */
async function main([file = '', port = '0']: string[]): Promise<void> {
  const log = await openEmbeddedStore({ file });
  const node = await startNode({ log, port: Number(port) });
  process.stdout.write(`port ${node.port}\n`);
}

void main(process.argv.slice(2));
