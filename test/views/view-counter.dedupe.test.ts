import fc from 'fast-check';
import { SimulatedClock } from '../../src/platform/clock';
import type { Reader } from '../../src/visitors/readers';
import { aCounting, SomeArticles } from '../builders/a-counting';
import { countedOf, type Reading } from '../oracles/dedupe.oracle';
import { useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** 22:00 in Seoul: most logs go on past midnight there. */
const BEGIN_MS = Date.UTC(2026, 0, 1, 13);

let run = 0;

const aVisit = () =>
  fc.record({
    waitMs: fc.oneof(fc.nat(3 * MINUTE_MS), fc.nat(40 * MINUTE_MS)),
    visitor: fc.constantFrom('a', 'b', 'c'),
    article: fc.integer({ min: 1, max: 2 }),
  });

test('of any log exactly those views count that the rule lets count, over midnight too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aVisit(), { minLength: 10, maxLength: 60 }), async (visits) => {
      run += 1;
      const articles = new SomeArticles(2, 10 * run);
      const clock = new SimulatedClock(BEGIN_MS + run * DAY_MS);
      const environment = { TIME_ZONE: 'Asia/Seoul' };
      const { counter, totals, visitorIds } = aCounting({ stores, clock, articles, environment });
      const log: Reading[] = [];
      const counted: boolean[] = [];
      for (const { waitMs, visitor, article } of visits) {
        await clock.advanceBy(waitMs);
        const reader: Reader = { ...(await visitorIds.ofOwnId(visitor)), kind: 'READER' };
        const [outcome] = await counter.record([{ reader, report: { articleId: articles.id(article) } }]);
        log.push({ visitor, article, arrivedAtMs: clock.nowMs() });
        counted.push(outcome!.status === 'COUNTED');
      }
      const wanted = countedOf(log);
      expect(counted).toEqual(wanted);
      const sums = [1, 2].map((which) => log.filter((one, at) => wanted[at] && one.article === which).length);
      expect(await totals.totals([articles.number(1), articles.number(2)])).toEqual(sums);
    }),
    { numRuns: 40 },
  );
});
