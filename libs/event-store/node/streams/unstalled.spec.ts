import { status } from '@grpc/grpc-js';
import { unstalled } from './unstalled';

async function* three(): AsyncGenerator<number> {
  yield 1;
  yield 2;
  yield 3;
}

async function* oneThenSilence(): AsyncGenerator<number> {
  yield 1;
  await new Promise<never>(() => undefined);
}

describe('messages of a call that must not stall', () => {
  it('come as they are, to the end', async () => {
    const seen: number[] = [];
    for await (const message of unstalled(three(), 60_000)) seen.push(message);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('end with a refusal when nothing comes any more', async () => {
    const seen: number[] = [];
    const reading = (async () => {
      for await (const message of unstalled(oneThenSilence(), 20)) seen.push(message);
    })();
    await expect(reading).rejects.toMatchObject({ code: status.ABORTED });
    expect(seen).toEqual([1]);
  });
});
