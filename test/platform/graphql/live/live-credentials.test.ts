import { RequestTimeout } from '../../../../src/platform/graphql/graphql.errors';
import { StreamNotFound } from '../../../../src/platform/graphql/live/live.errors';
import { LiveCredentials, TURNS } from '../../../../src/platform/graphql/live/live-credentials';

function scene() {
  const asked: string[] = [];
  const ended: [string, string][] = [];
  const credentials = new LiveCredentials();
  const answers = new Map<string, () => Promise<{ rights: string }>>();
  const connection = (name: string, credential: string | undefined, rights = 'all') => ({
    name,
    visitor: {
      credential,
      caller: { rights },
      callerNow: () => {
        asked.push(credential ?? 'anyone');
        return (answers.get(credential ?? '') ?? (async () => ({ rights: 'all' })))() as never;
      },
    },
  });
  const turn = async (connections: readonly ReturnType<typeof connection>[]) => {
    credentials.check(connections, ({ name }, { code }) => ended.push([name, code]));
    await new Promise(setImmediate);
  };
  const check = async (connections: readonly ReturnType<typeof connection>[]) => {
    for (let at = 0; at < TURNS; at++) await turn(connections);
  };
  return { asked, ended, answers, connection, turn, check };
}

test('asks once for each credential, however many connections have come with it, and not for anyone', async () => {
  const { asked, ended, connection, check } = scene();
  const many = Array.from({ length: 1_000 }, (_, at) => connection(`${at}`, `key ${at % 3}`));
  await check([...many, connection('reader', undefined)]);
  expect(asked).toEqual(['key 0', 'key 1', 'key 2']);
  expect(ended).toEqual([]);
});

test('ends all of one that does not hold any more, and no other', async () => {
  const { ended, answers, connection, check } = scene();
  answers.set('a', async () => {
    throw new StreamNotFound();
  });
  await check([connection('1', 'a'), connection('2', 'b'), connection('3', 'a')]);
  expect(ended).toEqual([
    ['1', 'STREAM_NOT_FOUND'],
    ['3', 'STREAM_NOT_FOUND'],
  ]);
});

test('ends those that began with other rights than it gives now', async () => {
  const { ended, answers, connection, check } = scene();
  answers.set('a', async () => ({ rights: 'less' }));
  await check([connection('1', 'a', 'all'), connection('2', 'a', 'less')]);
  expect(ended).toEqual([['1', 'RIGHTS_CHANGED']]);
});

test('ends nothing while it cannot be told, by a store that is away or by an accident', async () => {
  const { ended, answers, connection, check } = scene();
  for (const error of [new RequestTimeout(1), new Error('accident')]) {
    answers.set('a', async () => {
      throw error;
    });
    await check([connection('1', 'a')]);
  }
  expect(ended).toEqual([]);
});

test('does not ask again while the last answer has not come', async () => {
  const { asked, answers, connection, check } = scene();
  let answer: (caller: { rights: string }) => void = () => undefined;
  answers.set('a', () => new Promise((resolve) => (answer = resolve)));
  for (let time = 0; time < 5; time++) await check([connection('1', 'a')]);
  expect(asked).toHaveLength(1);
  answer({ rights: 'all' });
  await new Promise(setImmediate);
  await check([connection('1', 'a')]);
  expect(asked).toHaveLength(2);
});

test('asks for a share of all in each turn, and for each once in a round, whoever comes and goes', async () => {
  const { asked, connection, turn, check } = scene();
  const many = Array.from({ length: 1_000 }, (_, at) => connection(`${at}`, `key ${at}`));
  for (let at = 1; at <= TURNS; at++) {
    await turn(many);
    expect(asked).toHaveLength((1_000 / TURNS) * at);
  }
  expect(new Set(asked).size).toBe(1_000);
  asked.length = 0;
  const others = [...many.slice(500), ...['a', 'b', 'c'].map((key) => connection(key, key))];
  await check(others);
  expect([...asked].sort()).toEqual(others.map(({ visitor }) => visitor.credential).sort());
});
