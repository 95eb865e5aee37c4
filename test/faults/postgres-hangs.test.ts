// A Postgres that accepts and never answers, while editors set rules and pick: whoever keeps both in memory has them
// soon after it answers on new connections again, though the old ones stay silent.

import { v7 as uuidv7 } from 'uuid';
import { ArticleChangeRepository } from '../../src/articles/article-change.repository';
import { ArticleChanges } from '../../src/articles/article-changes';
import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import { MustReadPickRepository } from '../../src/must-reads/must-read-pick.repository';
import { PickBook } from '../../src/must-reads/pick-book';
import { systemClock } from '../../src/platform/clock';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { DEFAULT_STEADINESS } from '../../src/ranking/formulas/steadiness';
import { RankingRulesRepository } from '../../src/ranking/rules/ranking-rules.repository';
import { RankingRulesKeeper } from '../../src/ranking/rules/ranking-rules-keeper';
import { aDraft } from '../builders/an-article-draft';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);

test('rules and picks arrive once Postgres answers again', async () => {
  const url = new URL(stores.databaseUrl);
  const proxy = await CuttingProxy.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  // As many as the thread that ranks has.
  const through = createDataSource({ url: url.href, entities: [], migrations: [], poolSize: 2 });
  await through.initialize();
  const { redis, log } = stores;
  const clock = systemClock;
  const keeper = new RankingRulesKeeper({
    repository: new RankingRulesRepository(through),
    defaults: {
      ...{ maxAgeDays: 14, steadiness: DEFAULT_STEADINESS, stories: 'one', leadHours: 0 },
      caps: { perSection: 0, perAuthor: 0 },
    },
    ...{ sections: newsroom.sections, redis, clock, log },
  });
  const changes = new ArticleChanges({
    ...{ repository: new ArticleChangeRepository(stores.dataSource), redis, clock, log },
  });
  const book = new PickBook({
    ...{ repository: new MustReadPickRepository(through), changes, cards: newsroom.cards, clock, log },
  });
  await keeper.start();
  await book.start();
  try {
    const [article] = await newsroom.writer.write([aDraft('bridge')]);
    proxy.hold();
    // Both have asked by now, and nobody answers.
    await clock.wait(2_500);
    await stores.dataSource.query(
      `insert into ranking_rule (id, rail, settings, reason, version, set_at, set_by)
       values ($1, 'POPULAR_NOW', '{"maxAgeDays": 3}', 'Quieter.', 1, now(), '{"name": "Ida"}')`,
      [uuidv7()],
    );
    const from = new Date(clock.nowMs() - 1_000);
    const pick = { articleId: article!.id, value: 3, lifetime: PickLifetime.LONG, from };
    await new MustReadPickRepository(stores.dataSource).writePicks([pick]);
    proxy.accept();
    await until(async () => keeper.ruleOf('site', clock.nowMs()).maxAgeDays === 3, { withinMs: 60_000 });
    await until(async () => book.active().length === 1, { withinMs: 60_000 });
  } finally {
    await keeper.stop();
    book.stop();
    await proxy.close();
    await through.destroy();
  }
}, 180_000);
