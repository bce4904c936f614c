import type { CommandResult } from '../command-context';
import { DeliveryTimer } from './delivery-timer';
import type { RunDeliveries } from './run-deliveries.command';

describe('the timer of deliveries', () => {
  it('runs each legal entity in turn, tells a trouble once, and ends with the run that is under way', async () => {
    const asked: string[] = [];
    const troubles: string[] = [];
    let pauses = 0;
    let reached: () => void = () => undefined;
    const third = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const timer: DeliveryTimer = new DeliveryTimer({
      entityIds: () => ['DE', 'UK'],
      context: () => ({ actor: 'auto', commandId: 'c', correlationId: 'c' }),
      onTrouble: (message) => troubles.push(message),
      everyMilliseconds: 60_000,
      execute: async <Answer>(command: object) => {
        asked.push((command as RunDeliveries).body.entityId ?? '');
        const nobodyKnows: CommandResult<Answer> = { kind: 'unknown', message: 'no answer' };
        return nobodyKnows;
      },
      pause: async (milliseconds) => {
        expect(milliseconds).toBe(60_000);
        pauses += 1;
        if (pauses === 3) {
          void timer.stop();
          reached();
        }
      },
    });
    timer.start();
    timer.start();
    await third;
    await timer.stop();
    expect(asked).toEqual(['DE', 'UK', 'DE', 'UK', 'DE', 'UK']);
    expect(troubles).toEqual(['deliveries of DE: no answer', 'deliveries of UK: no answer']);
  });
});
