import { SimulatedClock, systemClock } from '../../src/platform/clock';

describe('a simulated clock', () => {
  test('stands still until it is moved', () => {
    const clock = new SimulatedClock(1_000);
    expect(clock.nowMs()).toBe(1_000);
  });

  test('runs what falls due on the way, in order of time, each at its own time', async () => {
    const clock = new SimulatedClock(0);
    const seen: string[] = [];
    clock.after(250, () => void seen.push(`once at ${clock.nowMs()}`));
    clock.every(100, () => void seen.push(`tick at ${clock.nowMs()}`));
    await clock.advanceTo(300);
    expect(seen).toEqual(['tick at 100', 'tick at 200', 'once at 250', 'tick at 300']);
    expect(clock.nowMs()).toBe(300);
  });

  test('awaits each call before the next one', async () => {
    const clock = new SimulatedClock(0);
    const seen: string[] = [];
    clock.after(10, async () => {
      seen.push('first begins');
      await Promise.resolve();
      seen.push('first ends');
    });
    clock.after(11, () => void seen.push('second'));
    await clock.advanceBy(20);
    expect(seen).toEqual(['first begins', 'first ends', 'second']);
  });

  test('runs nothing that was stopped', async () => {
    const clock = new SimulatedClock(0);
    let ticks = 0;
    const stop = clock.every(10, () => void ticks++);
    await clock.advanceTo(30);
    stop();
    await clock.advanceTo(100);
    expect(ticks).toBe(3);
  });

  test('never goes back', async () => {
    const clock = new SimulatedClock(500);
    await clock.advanceTo(100);
    expect(clock.nowMs()).toBe(500);
  });
});

describe('the system clock', () => {
  test('runs no two ticks at a time', async () => {
    let running = 0;
    let most = 0;
    let ticks = 0;
    const stop = systemClock.every(5, async () => {
      running++;
      most = Math.max(most, running);
      await systemClock.wait(20);
      running--;
      ticks++;
    });
    while (ticks < 3) await systemClock.wait(5);
    stop();
    expect(most).toBe(1);
  });

  test('a stopped call does not run', async () => {
    let ran = false;
    const stop = systemClock.after(10, () => {
      ran = true;
    });
    stop();
    await systemClock.wait(30);
    expect(ran).toBe(false);
  });
});
