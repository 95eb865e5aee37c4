import { ReplayClock } from '../../src/traffic/replay-clock';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the clock of a replay', () => {
  test('jumps, never backwards', async () => {
    const clock = new ReplayClock(1_000);
    await clock.jumpTo(5_000);
    await clock.jumpTo(2_000);
    expect(clock.nowMs()).toBe(5_000);
  });

  test('runs what repeats once a jump, and not at every jump', async () => {
    const clock = new ReplayClock(0);
    const ran: number[] = [];
    clock.every(250, () => void ran.push(clock.nowMs()));
    for (const hour of [1, 2, 3, 200, 201, 300]) await clock.jumpTo(hour * HOUR_MS);
    expect(ran.map((ms) => ms / HOUR_MS)).toEqual([200, 300]);
  });

  test('runs it as often as it asks for, once it shall', async () => {
    const clock = new ReplayClock(0);
    let ran = 0;
    const stop = clock.every(250, () => void ran++);
    clock.runOften();
    for (const ms of [100, 250, 300, 500, 2_000]) await clock.jumpTo(ms);
    expect(ran).toBe(3);
    stop();
    await clock.jumpTo(DAY_MS);
    expect(ran).toBe(3);
  });

  test('runs what is due once, in order, and awaits it', async () => {
    const clock = new ReplayClock(0);
    const ran: string[] = [];
    clock.after(200, async () => {
      await clock.wait(1);
      ran.push('second');
    });
    clock.after(100, () => void ran.push('first'));
    clock.after(300, () => void ran.push('stopped'))();
    await clock.jumpTo(1_000);
    await clock.jumpTo(2_000);
    expect(ran).toEqual(['first', 'second']);
  });
});
