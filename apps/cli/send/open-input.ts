import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CliFailure } from '../cli-failure';
import { Utf8Lines } from '../import/utf8-lines';

/** Text of a file, or of what is piped in for `-`, in pieces; UTF-8 that is none is refused. @throws CliFailure when it cannot be opened. */
export async function* inputText(file: string): AsyncGenerator<string> {
  const bytes = file === '-' ? process.stdin : await opened(file);
  const guarded = new Utf8Lines();
  bytes.on('error', (error: Error) => guarded.destroy(error));
  bytes.pipe(guarded);
  // Whole characters only: the guard holds back what the next chunk completes.
  for await (const chunk of guarded as AsyncIterable<Buffer>) {
    yield chunk.toString('utf8');
  }
}

async function opened(file: string): Promise<NodeJS.ReadableStream> {
  try {
    await (await open(file)).close();
    return createReadStream(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliFailure('usage', `Cannot read ${file} (${code ?? message}). Check the path.`);
  }
}

/** The whole text, up to so many characters, without a byte order mark. */
export async function wholeText(file: string, charactersMax: number): Promise<string> {
  let text = '';
  for await (const piece of inputText(file)) {
    text += piece;
    if (text.length > charactersMax) {
      throw new CliFailure('usage', `${file} has more than ${charactersMax} characters. Split it, or send JSON Lines: one document a line.`);
    }
  }
  return text.replace(/^\ufeff/, '');
}
