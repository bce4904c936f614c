import { setInterval as every } from 'node:timers/promises';

const lookEveryMs = 5;
const looksMax = 12_000;

/** Resolves once the condition holds. @throws Error after a minute: a loop without an end would outlive its test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  let looks = 0;
  if (await holds()) return;
  for await (const _tick of every(lookEveryMs)) {
    if (await holds()) return;
    looks += 1;
    if (looks >= looksMax) throw new Error(`this never came to hold: ${holds.toString()}`);
  }
}
