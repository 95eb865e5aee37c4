// A program that is told to stop: what it has taken by beacon is counted before it ends.

import { Agent, request } from 'undici';
import { BROWSER, RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';

const stores = useStores();

const start = () =>
  RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'on',
    DEMO_TRAFFIC: 'off',
  });

interface Shown {
  article: { id: string; views: number };
}

const query = '{ article(slug: "dusk-broth-recipe") { id views } }';

test('every view that was taken by beacon is counted, though the program was stopped right behind it', async () => {
  const program = await start();
  const { article } = (await program.ask<Shown>(query)).data;
  const agent = new Agent({ connections: 20 });
  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const { statusCode, body } = await request(`${program.url}/beacon`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'text/plain', 'user-agent': BROWSER },
        body: JSON.stringify({ articleId: article.id, visitor: `reader ${index}` }),
      });
      await body.dump();
      return statusCode;
    }),
  );
  expect(new Set(answers)).toEqual(new Set([204]));
  expect(await program.end('SIGTERM')).toBe(0);
  await agent.close();

  const again = await start();
  const shown = (await again.ask<Shown>(query)).data;
  expect(shown.article.views).toBe(article.views + 500);
  await again.end();
}, 180_000);
