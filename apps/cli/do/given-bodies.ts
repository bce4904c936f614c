import { open } from 'node:fs/promises';
import { CliFailure } from '../cli-failure';

const bytesMax = 4 * 1024 * 1024;

/** One JSON object, or a list of them, from a file; `-` is what is piped in. @throws CliFailure saying what is wrong where. */
export async function givenBodies(file: string): Promise<readonly unknown[]> {
  const text = await readBounded(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text) as unknown;
  } catch (error) {
    throw new CliFailure('usage', `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return Array.isArray(parsed) ? (parsed as readonly unknown[]) : [parsed];
}

async function readBounded(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file === '-' ? process.stdin : await opened(file)) {
    const piece = Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > bytesMax) {
      throw new CliFailure('usage', `${file} is over 4 MiB. Split it.`);
    }
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function opened(file: string): Promise<AsyncIterable<unknown>> {
  try {
    return (await open(file)).createReadStream();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliFailure('usage', `Cannot read ${file} (${code ?? message}). Check the path.`);
  }
}
