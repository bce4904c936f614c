const chunkLength = 256 * 1024;

/** The same bytes in larger pieces, text as UTF-8: a line at a time would spend its time on system calls. An export is text or it is bytes. */
export async function* inChunks(parts: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const part of parts) {
    if (typeof part !== 'string') {
      yield part;
      continue;
    }
    text += part;
    if (text.length >= chunkLength) {
      yield Buffer.from(text, 'utf8');
      text = '';
    }
  }
  if (text !== '') {
    yield Buffer.from(text, 'utf8');
  }
}
