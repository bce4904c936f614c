import { Worker } from 'node:worker_threads';
import { endOf } from './thread-end';

describe('the end of a thread', () => {
  it('is quiet when it ends in order', async () => {
    await expect(endOf(new Worker('', { eval: true }))).resolves.toBeUndefined();
  });

  it('is loud when it dies, with the reason', async () => {
    await expect(endOf(new Worker('throw new RangeError("out of reach")', { eval: true }))).rejects.toThrow(/has died.*out of reach/);
    await expect(endOf(new Worker('process.exit(3)', { eval: true }))).rejects.toThrow(/exit 3/);
  });
});
