import pino from 'pino';
import { SimulatedClock } from '../../../src/platform/clock';
import { RefusedOrigins } from '../../../src/platform/http/refused-origins';

function anObserved(): { refused: RefusedOrigins; clock: SimulatedClock; named: string[] } {
  const named: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => named.push(JSON.parse(line).origin) });
  const clock = new SimulatedClock(0);
  return { refused: new RefusedOrigins(log, clock), clock, named };
}

test('an origin is named once a minute', async () => {
  const { refused, clock, named } = anObserved();
  for (let time = 0; time < 3; time++) refused.tell('https://a.example');
  refused.tell('https://b.example');
  expect(named).toEqual(['https://a.example', 'https://b.example']);
  await clock.advanceBy(60_000);
  refused.tell('https://a.example');
  expect(named).toHaveLength(3);
});

test('a thousand origins that someone makes up cost a hundred lines a minute, each cut', async () => {
  const { refused, clock, named } = anObserved();
  const tellAll = () => {
    for (let number = 0; number < 1_000; number++) refused.tell(`https://${number}.${'x'.repeat(500)}`);
  };
  tellAll();
  expect(named).toHaveLength(100);
  expect(Math.max(...named.map((name) => name.length))).toBe(200);
  await clock.advanceBy(60_000);
  tellAll();
  expect(named).toHaveLength(200);
});
