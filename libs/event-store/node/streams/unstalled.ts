import { status } from '@grpc/grpc-js';
import { Refusal } from '../calls/refusal';

/** The messages of a call, as long as they keep coming: a caller that goes silent gives back what its call holds. @throws Refusal */
export async function* unstalled<Message>(messages: AsyncIterable<Message>, patienceMs: number): AsyncGenerator<Message> {
  const iterator = messages[Symbol.asyncIterator]();
  for (;;) {
    const next = await withinPatience(iterator.next(), patienceMs);
    if (next.done === true) return;
    yield next.value;
  }
}

async function withinPatience<Value>(value: Promise<Value>, patienceMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stalled(patienceMs)), patienceMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

const stalled = (patienceMs: number): Refusal =>
  new Refusal(status.ABORTED, `nothing was sent for ${patienceMs / 1000} s and the append was not ended: nothing was written, send it again`);
