import { SourceUnderLog } from '../../evaluate/in-memory/source-under-log';
import { DEFAULT_STEADINESS } from '../../src/ranking/formulas/steadiness';
import type { ListSource } from '../../src/ranking/list-source';
import type { PopularNowRule } from '../../src/ranking/popular-now';
import { PopularNowSource } from '../../src/ranking/popular-now-source';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST, trendingList } from '../../src/ranking/snapshot';
import { TrendingSource } from '../../src/ranking/trending/trending-source';
import { Chance } from '../../src/traffic/chance';

const MINUTE_MS = 60_000;
const TICK_MS = 4_000;
const START_MS = Date.UTC(2026, 3, 1, 12);
const ARTICLES = 16;
const rule: PopularNowRule = {
  maxAgeDays: 14,
  steadiness: DEFAULT_STEADINESS,
  caps: { perSection: 0, perAuthor: 0 },
  stories: 'each',
  leadHours: 0,
};

/** A site of some 140 views a minute, of which the first articles get most, with a source that ranks it. */
class ReadSite {
  readonly under: SourceUnderLog;
  private readonly chance: Chance;
  nowMs = START_MS;

  constructor(
    source: ListSource,
    list: string,
    given: { silences?: 'seen' | 'ignored'; seed?: string } = {},
  ) {
    this.under = new SourceUnderLog(source, list, given.silences);
    this.chance = new Chance(given.seed ?? 'silence');
    for (let article = 1; article <= ARTICLES; article++)
      this.under.publish(article, START_MS - article * 7_200_000);
  }

  /** @param factor 0 is an outage of what reports views */
  pass(ms: number, factor: number, look: (list: number[]) => void = () => undefined): number[] {
    let list: number[] = [];
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs += TICK_MS;
      for (let article = 1; article <= ARTICLES; article++) {
        const expected = ((35 / article ** 0.9) * factor * TICK_MS) / MINUTE_MS;
        for (let sum = this.chance.exponential(1); sum < expected; sum += this.chance.exponential(1))
          this.under.boards.count(article, this.nowMs - 1);
      }
      list = this.under.list(this.nowMs);
      look(list);
    }
    return list;
  }
}

const popularNow = () => new PopularNowSource(fixedRules(rule));
const trending = () => new TrendingSource(fixedRules(rule));

const WARM_UP_MS = 20 * MINUTE_MS;

describe('while no view of the whole site comes', () => {
  test.each([
    { seconds: 40, seed: 'b' },
    { seconds: 15 * 60, seed: 'c' },
  ])('for $seconds s every place of Popular Now stays as it was', ({ seconds, seed }) => {
    const site = new ReadSite(popularNow(), SITE_LIST, { seed });
    const before = site.pass(WARM_UP_MS, 1);
    // Rates hold for some seconds: those before the silence was sure are worked out anew within ten.
    site.pass(20_000, 0);
    site.pass(seconds * 1_000 - 20_000, 0, (list) => expect(list).toEqual(before));
    // What has been silent counts for nothing: the same lead when views return.
    expect(new Set(site.pass(20_000, 1).slice(0, 5))).toEqual(new Set(before.slice(0, 5)));
  });

  test('the places would not stay otherwise', () => {
    const site = new ReadSite(popularNow(), SITE_LIST, { seed: 'c', silences: 'ignored' });
    const before = site.pass(WARM_UP_MS, 1);
    expect(site.pass(15 * MINUTE_MS, 0)).not.toEqual(before);
  });
});

describe('Trending', () => {
  test.each([
    { returning: 'as they were', factor: 1 },
    { returning: 'three times as many, with those that were kept', factor: 3 },
  ])('takes views that return for no rise: $returning', ({ factor }) => {
    const site = new ReadSite(trending(), trendingList(SITE_LIST), { seed: `${factor}` });
    const [before, rising] = [new Set<number>(), new Set<number>()];
    const noteIn = (seen: Set<number>) => (list: number[]) => {
      for (const article of list) seen.add(article);
    };
    site.pass(30 * MINUTE_MS, 1, noteIn(before));
    site.pass(5 * MINUTE_MS, 0, noteIn(rising));
    site.pass(2 * MINUTE_MS, factor, noteIn(rising));
    site.pass(5 * MINUTE_MS, 1, noteIn(rising));
    expect([...rising].filter((article) => !before.has(article))).toEqual([]);
  });
});
