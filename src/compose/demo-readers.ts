// Simulated readers in the newsroom: what is public they may read, and what stands at the side of its page they may go
// on to. Of several processes on the same stores, only the one that leads the ranking lets them in. Where they read,
// the demo's stories are kept young.

import { randomUUID } from 'node:crypto';
import { type ArticleCard, isPublic } from '../articles/article-card';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { freshenDemo } from '../demo/freshen-demo';
import { holdsDemo } from '../demo/seed-demo';
import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { Transactions } from '../publishing/article-writing.repository';
import { languageList, trendingList } from '../ranking/snapshot';
import type { Section } from '../sections/section.entity';
import type { ShownRails } from '../traffic/onward-choice';
import { SimulatedReaders, type SimulatedReadersParts } from '../traffic/simulated-readers';
import type { Story } from '../traffic/story-interest';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import type { Rails } from './rails';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface DemoReaders {
  /** Lets them in, if the settings and the newsroom are such. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DemoReadersParts {
  stores: Pick<Stores, 'clock' | 'dataSource'>;
  newsroom: Pick<Newsroom, 'articles' | 'cards' | 'changes' | 'latest' | 'sections'>;
  counting: Pick<Counting, 'engagedTime'> & Pick<SimulatedReadersParts, 'impressions' | 'reports'>;
  rails: Pick<Rails, 'alsoLike' | 'mirror' | 'mustReads' | 'ranking'>;
  settings: Pick<Settings, 'demo' | 'stores' | 'visitors'>;
  log: Log;
  /** Another seed, other readers; without one, others at every start. */
  seed?: string;
}

/** Some three views a second at noon: enough to see the rails move, and less than a hundredth of a core. */
const TRAFFIC = {
  leastShare: 0.7,
  visitorsPerMinute: 30,
  breaksPerHour: 45,
  breakHeight: 1,
  breaksAtStart: 2,
  visitorsAtStart: 20,
};
/** What readers choose from. Older stories are in the archive, which they do not visit. */
const STORIES_AT_MOST = 2_000;
/** As many places as the article page shows. */
const PLACES = 5;
const FRESHEN_EVERY_MS = 3_600_000;

export function composeDemoReaders(parts: DemoReadersParts): DemoReaders {
  const { stores, newsroom, counting, rails, settings, log, seed = randomUUID() } = parts;
  const { cards, latest, sections } = newsroom;
  const { clock } = stores;
  const storyOf = (card: ArticleCard): Story => ({
    id: card.id,
    topic: card.sectionId,
    family: familyOf(card, sections.ancestorsOf(card.sectionId)),
    tags: card.tags.map(({ slug }) => slug),
    language: card.language,
    publishedAtMs: card.publishedAt?.getTime() ?? 0,
  });
  const demo = {
    transactions: new Transactions(stores.dataSource),
    changeRows: new ArticleChangeRepository(stores.dataSource),
  };
  const readers = new SimulatedReaders({
    ...{ reports: counting.reports, impressions: counting.impressions, engagedTime: counting.engagedTime },
    stories: () => latest.newest({ limit: STORIES_AT_MOST }).map(storyOf),
    railsOn: (story) => railsOn(story, parts),
    isOpen: () => rails.ranking.isLeader,
    ...{ clock, log },
    rules: { ...TRAFFIC, seed, timeZone: settings.visitors.timeZone },
  });
  const freshen = async () => {
    try {
      const moved = await freshenDemo({ ...demo, changes: newsroom.changes, clock });
      if (moved > 0) log.info({ stories: moved }, 'moved the stories of the demo on to the present');
    } catch (error) {
      log.warn({ err: error }, 'the stories of the demo could not be moved on to the present');
    }
  };
  let stopFreshening: Stop = () => undefined;
  return {
    async start() {
      if (!(await letsThemIn(settings, newsroom))) return;
      await freshen();
      stopFreshening = clock.every(FRESHEN_EVERY_MS, freshen);
      await readers.start();
    },
    async stop() {
      stopFreshening();
      await readers.stop();
    },
  };

  async function railsOn(story: Story, { newsroom, rails }: DemoReadersParts): Promise<ShownRails> {
    const nowMs = clock.nowMs();
    const card = cards.peekById(story.id);
    const inLanguage = languageList(story.language);
    const first = (list: string): string[] => {
      const entries = rails.mirror.list(list)?.entries.slice(0, PLACES) ?? [];
      const there = entries.flatMap(({ article }) => cards.peek(article) ?? []);
      return idsOf(there.filter((one) => isPublic(one, nowMs)));
    };
    const liked = card ? await rails.alsoLike.listFor(card, []) : [];
    return {
      popularNow: first(inLanguage),
      trending: first(trendingList(inLanguage)),
      youMayAlsoLike: idsOf(liked.slice(0, PLACES).map((place) => place.card)),
      latest: idsOf(newsroom.latest.newest({ sectionId: story.topic, limit: PLACES })),
      mustReads: idsOf(
        rails.mustReads
          .current()
          .slice(0, PLACES)
          .flatMap(({ article }) => cards.peek(article) ?? []),
      ),
    };
  }
}

const idsOf = (cards: readonly ArticleCard[]): string[] => cards.map(({ id }) => id);

function familyOf(card: ArticleCard, above: readonly Section[]): string {
  return above.at(-1)?.id ?? card.sectionId;
}

async function letsThemIn(
  settings: Pick<Settings, 'demo' | 'stores'>,
  { articles }: Pick<Newsroom, 'articles'>,
): Promise<boolean> {
  const { demoTraffic } = settings.demo;
  if (demoTraffic !== 'auto') return demoTraffic === 'on';
  return fillsDemo(settings) && (await holdsDemo(articles));
}

/** `auto`: where the program keeps its own database. A publisher's own is never filled with invented news. */
export function fillsDemo({ demo, stores }: Pick<Settings, 'demo' | 'stores'>): boolean {
  return demo.demo === 'on' || (demo.demo === 'auto' && stores.databaseUrl === undefined);
}
