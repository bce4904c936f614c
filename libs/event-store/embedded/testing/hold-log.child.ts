import { StoreLockedError } from '../../errors';
import { openEmbeddedStore } from '../open-embedded-store';

/** Opens the log for writing and says `open`, or `locked pid`; holds it until its input ends. */
async function main([file = '']: string[]): Promise<void> {
  try {
    const store = await openEmbeddedStore({ file });
    process.stdout.write('open\n');
    process.stdin.resume().on('end', () => void store.close());
  } catch (error) {
    if (!(error instanceof StoreLockedError)) throw error;
    process.stdout.write(`locked ${error.pid}\n`);
  }
}

void main(process.argv.slice(2));
