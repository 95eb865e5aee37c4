import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from '../../../src/platform/clock';
import { KeptThread, STARTED, STOP } from '../../../src/platform/processes/kept-thread';
import { until } from '../../setup/until';

const log = pino({ level: 'silent' });
let folder: string;
const kept: KeptThread<string, string>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-thread-'));
});
afterEach(async () => {
  for (const thread of kept.splice(0)) await thread.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A thread that does what it is asked: die, say something, or end. */
const obedient = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.on('message', (asked) => {
    if (asked === '${STOP}') { parentPort.postMessage('stopping'); parentPort.close(); }
    else if (asked === 'die') throw new Error('It was asked to');
    else if (asked === 'hang') for (;;);
    else parentPort.postMessage(workerData + ' ' + asked);
  });
  parentPort.postMessage('${STARTED}');`;

async function aThread(code: string, data = () => 'data', silentAfterMs?: number) {
  const file = join(folder, `${Math.random()}.js`);
  await writeFile(file, code);
  const told: string[] = [];
  let gone = 0;
  const thread = new KeptThread<string, string>({
    ...{ name: 'test', file, data, log },
    onTold: (one) => void told.push(one),
    onGone: () => void gone++,
    ...(silentAfterMs === undefined ? {} : { silentAfterMs }),
  });
  kept.push(thread);
  return { thread, told, goneTimes: () => gone };
}

test('a thread has started when it says so, is told things and tells some', async () => {
  const { thread, told } = await aThread(obedient);
  await thread.start();
  thread.ask('hello');
  await until(() => told.includes('data hello'));
  expect(told).not.toContain(STARTED);
});

test('it ends when it is asked to, and is not started again', async () => {
  const { thread, told, goneTimes } = await aThread(obedient);
  await thread.start();
  await thread.stop();
  expect(told).toEqual(['stopping']);
  expect([goneTimes(), thread.restarts]).toEqual([1, 0]);
});

test('one that does not listen is ended', async () => {
  const { thread, goneTimes } = await aThread(obedient);
  await thread.start();
  thread.ask('hang');
  await thread.stop();
  expect(goneTimes()).toBe(1);
}, 180_000);

test('one that dies is started again, with what holds by then', async () => {
  let started = 0;
  const { thread, told, goneTimes } = await aThread(obedient, () => `data ${++started}`);
  await thread.start();
  for (const time of [1, 2]) {
    thread.ask('die');
    await until(() => thread.restarts === time && started === time + 1, { withinMs: 20_000 });
    await until(() => {
      thread.ask('are you there?');
      return told.includes(`data ${time + 1} are you there?`);
    });
  }
  expect(goneTimes()).toBe(2);
}, 180_000);

test('one that has fallen silent is ended and started again; one that talks is not', async () => {
  const { thread, told } = await aThread(obedient, undefined, 1_500);
  await thread.start();
  for (let time = 0; time < 15; time++) {
    thread.ask(String(time));
    await until(() => told.includes(`data ${time}`));
    await systemClock.wait(200);
  }
  expect(thread.restarts).toBe(0);
  thread.ask('hang');
  await until(() => thread.restarts === 1, { withinMs: 20_000 });
  await until(() => {
    thread.ask('are you there?');
    return told.includes('data are you there?');
  });
}, 180_000);

test('one that cannot start says why', async () => {
  const { thread } = await aThread(`throw new Error('There is no store');`);
  await expect(thread.start()).rejects.toThrow('There is no store');
  expect(thread.restarts).toBe(0);
});
