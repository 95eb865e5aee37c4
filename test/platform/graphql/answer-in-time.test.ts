import Fastify from 'fastify';
import { SimulatedClock } from '../../../src/platform/clock';
import { answerInTime } from '../../../src/platform/graphql/answer-in-time';
import { answerErrors } from '../../../src/platform/http/error-answers';
import { createLog } from '../../../src/platform/log/log';
import { until } from '../../setup/until';

const clock = new SimulatedClock(0);
const fastify = Fastify();
answerErrors(fastify, createLog('silent'));
let answerSlowly: (text: string) => void = () => {};
let failSlowly: (error: Error) => void = () => {};
let asked = 0;
fastify.get(
  '/slow',
  answerInTime(
    async (_request, reply) => {
      asked += 1;
      const text = await new Promise<string>((resolve, reject) => {
        answerSlowly = resolve;
        failSlowly = reject;
      });
      void reply.header('x-late', 'yes').code(201);
      return text;
    },
    { seconds: 15, clock },
  ),
);
afterAll(() => fastify.close());

async function under<T>(asking: () => Promise<T>, act: () => Promise<void> | void): Promise<T> {
  const before = asked;
  const answer = asking();
  await until(() => asked > before, { what: 'the handler works' });
  await act();
  return answer;
}

const inject = async () => fastify.inject('/slow');

test('an answer in time is the answer', async () => {
  const response = await under(inject, async () => {
    await clock.advanceBy(14_999);
    answerSlowly('done');
  });
  expect([response.statusCode, response.body]).toEqual([201, 'done']);
});

test('a failure in time is the failure', async () => {
  const response = await under(inject, () => failSlowly(new Error('secret of the inside')));
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('secret');
});

test.each([
  { late: 'answer', come: () => answerSlowly('late') },
  { late: 'failure', come: () => failSlowly(new Error('late')) },
])('without one the client is told to try again, and a late $late goes nowhere', async ({ come }) => {
  const response = await under(inject, () => clock.advanceBy(15_000));
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({
    errors: [
      {
        message: 'The query was given up after 15 s. Ask for less, or try again.',
        extensions: { code: 'REQUEST_TIMEOUT', retryable: true },
      },
    ],
  });
  come();
  const next = await under(inject, () => answerSlowly('done'));
  expect([next.statusCode, next.body]).toEqual([201, 'done']);
});

test('each has its own time, however many wait', async () => {
  const answers: ((text: string) => void)[] = [];
  const begin = async () => {
    const before = asked;
    const answer = fastify.inject('/slow');
    await until(() => asked > before, { what: 'the handler works' });
    answers.push(answerSlowly);
    return { answer };
  };
  const first = await begin();
  await clock.advanceBy(5_000);
  const second = await begin();
  await clock.advanceBy(5_000);
  const third = await begin();
  await clock.advanceBy(5_000);
  expect((await first.answer).statusCode).toBe(503);
  answers[2]?.('in time');
  expect((await third.answer).body).toBe('in time');
  await clock.advanceBy(4_999);
  const fourth = await begin();
  await clock.advanceBy(1);
  expect((await second.answer).statusCode).toBe(503);
  await clock.advanceBy(14_998);
  answers[3]?.('just');
  expect((await fourth.answer).body).toBe('just');
});
