import Fastify, { type FastifyInstance } from 'fastify';
import { anyone } from '../../../src/accounts/account';
import { CredentialExpired } from '../../../src/accounts/accounts.errors';
import { StoreUnavailable } from '../../../src/platform/errors';
import { type CallerOf, followCallers } from '../../../src/platform/graphql/request-callers';
import { answerErrors } from '../../../src/platform/http/error-answers';
import { createLog } from '../../../src/platform/log/log';

let fastify: FastifyInstance;
let answered: string[] = [];

async function serve(callerOf: CallerOf): Promise<void> {
  fastify = Fastify();
  answerErrors(fastify, createLog('silent'));
  const callerOfRequest = followCallers(fastify, ['/graphql'], callerOf);
  fastify.post('/graphql', async (request) => {
    answered.push(callerOfRequest(request).name);
    return { caller: callerOfRequest(request).name };
  });
  fastify.get('/health', async (request) => ({ caller: request.caller }));
  await fastify.ready();
}
beforeEach(() => {
  answered = [];
});
afterEach(() => fastify.close());

const post = () => fastify.inject({ method: 'POST', url: '/graphql', payload: { query: '{ a }' } });

describe('the caller of a request', () => {
  test.each([
    ['at once', () => anyone],
    ['later', async () => anyone],
  ] as const)('is known to the handler when it is found %s', async (_, callerOf) => {
    await serve(callerOf);
    expect((await post()).json()).toEqual({ caller: 'anyone' });
  });

  test.each([
    [
      'at once',
      (): never => {
        throw new CredentialExpired();
      },
    ],
    [
      'later',
      async () => {
        throw new CredentialExpired();
      },
    ],
  ] as const)('that is refused %s keeps the request from the handler', async (_, callerOf) => {
    await serve(callerOf);
    const answer = await post();
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([
      401,
      expect.stringMatching(/^Bearer /),
    ]);
    expect(answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'CREDENTIAL_EXPIRED', retryable: false } }],
    });
    expect(answered).toEqual([]);
  });

  test('that cannot be found out at the moment is a matter of trying again', async () => {
    await serve(async () => {
      throw new StoreUnavailable('Postgres');
    });
    expect((await post()).statusCode).toBe(503);
    expect(answered).toEqual([]);
  });

  test('is told nothing of an accident', async () => {
    await serve(() => {
      throw new Error('password of the inside');
    });
    const answer = await post();
    expect([answer.statusCode, answer.body.includes('password')]).toEqual([500, false]);
  });

  test('is not looked for elsewhere', async () => {
    await serve(() => {
      throw new CredentialExpired();
    });
    expect((await fastify.inject('/health')).json()).toEqual({ caller: null });
  });
});
