// Many texts at once: an import, and a release that reads texts by other rules.

import { SimulatedClock } from '../../../src/platform/clock';
import { eachTerm, shownWords, termsOf } from '../../../src/recommendations/text/packed-vector';
import { INDEX_VERSION } from '../../../src/recommendations/text/read-texts';
import { LEAST_SIMILARITY, SIMILAR_KEPT } from '../../../src/recommendations/text/similar-list';
import { Chance } from '../../../src/traffic/chance';
import { withdraw } from '../../builders/an-editor';
import { useNewsroom } from '../../setup/newsroom';
import { useStores } from '../../setup/stores';
import { NamedTexts } from '../../setup/text-index';

const MINUTE_MS = 60_000;
const ARTICLES = 170;
const clock = new SimulatedClock(Date.UTC(2026, 3, 1, 12));
const stores = useStores();
const newsroom = useNewsroom(stores, clock);
const texts = new NamedTexts(stores, newsroom, clock);
const chance = new Chance('many texts');
let version = INDEX_VERSION;

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  stores.dataSource.query(sql, values);

/** A few words of one of twelve things, and some that anyone may use. */
function aText(nth: number) {
  const word = (of: string, among: number) => `${of}${Math.floor(chance.next() ** 2 * among)}k`;
  const words = Array.from({ length: 60 }, () =>
    chance.next() < 0.3 ? word(`thing${'abcdefghijkl'[nth % 12]}`, 12) : word('any', 400),
  );
  return {
    headline: words.slice(0, 5).join(' '),
    bodyHtml: `<p>${words.join(' ')}</p>`,
    publishedAt: new Date(clock.nowMs() - (nth + 1) * MINUTE_MS),
  };
}

beforeAll(async () => {
  await texts.write(
    Object.fromEntries(Array.from({ length: ARTICLES }, (_, nth) => [`text-${nth}`, aText(nth)])),
  );
  await texts.write({ embargoed: { ...aText(0), publishedAt: new Date(clock.nowMs() + 30 * MINUTE_MS) } });
});

/** By the plain sum of products of all terms that two have in common, where a word that is told is among them. */
async function mostSimilarOf(article: number): Promise<{ article: number; similarity: number }[]> {
  const rows = await query<{ article: number; vector: Buffer; shown: string }>(
    'select article, vector, shown from text_article',
  );
  const own = new Map<number, number>();
  const told = new Set<number>();
  const asking = rows.find((row) => row.article === article)!;
  const words = shownWords(asking.shown);
  eachTerm(asking.vector, (term, weight, nth) => {
    own.set(term, weight);
    if (words[nth] !== '') told.add(term);
  });
  return rows
    .filter((row) => row.article !== article && termsOf(row.vector).some((term) => told.has(term)))
    .map((row) => {
      let similarity = 0;
      eachTerm(row.vector, (term, weight) => {
        similarity += weight * (own.get(term) ?? 0);
      });
      return { article: row.article, similarity };
    })
    .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
    .sort((one, other) => other.similarity - one.similarity || other.article - one.article)
    .slice(0, SIMILAR_KEPT);
}

const allLists = () => query('select article, others from similar_texts order by article');

async function versionsOfNewest(): Promise<number[]> {
  const rows = await query<{ version: number }>(
    `select t.index_version as version from text_article t join article a on a.number = t.article
     order by a.published_at desc`,
  );
  return rows.map((row) => row.version);
}

describe('very many texts', () => {
  test('of an import have the lists that the plain sums give, with the words that add most', async () => {
    await expect(texts.catchUp()).resolves.toBe(true);
    for (const name of ['text-0', 'text-60', `text-${ARTICLES - 1}`]) {
      const truth = await mostSimilarOf(texts.known.get(name)!.number);
      const list = await texts.similarTo(name);
      expect(list.length).toBeGreaterThan(5);
      expect(list.map((one) => texts.known.get(one.name!)!.number)).toEqual(
        truth.map(({ article }) => article),
      );
      for (const [index, { similarity, words }] of list.entries()) {
        expect(similarity).toBeCloseTo(truth[index]!.similarity, 4);
        expect(words.length).toBeGreaterThan(0);
      }
    }
    const [nearest] = await texts.similarTo('text-0');
    expect(nearest!.words.join(' ')).toMatch(/thinga\d+k/);
    await expect(texts.indexer().isBehind()).resolves.toBe(false);
  });

  test('are read again by a later release, the newest first, while the lists of before serve', async () => {
    const before = await allLists();
    version++;
    const indexer = () => texts.indexer({ indexVersion: version });
    await expect(indexer().isBehind()).resolves.toBe(true);
    // Ended after one round, as by a process that is ended in the middle of it.
    await expect(indexer().catchUp(async () => 'stop')).resolves.toBe(false);
    const versions = await versionsOfNewest();
    expect(versions.slice(0, 40)).toEqual(Array(40).fill(version));
    expect(versions.slice(40)).toEqual(Array(ARTICLES - 40).fill(version - 1));
    await expect(allLists()).resolves.toEqual(before);
    // Ended once more, when the first lists are there.
    let made = 0;
    const ended = await indexer().catchUp(async (changed) => {
      made += changed.length;
      return made > 0 ? 'stop' : 'go on';
    });
    expect({ ended, made }).toEqual({ ended: false, made: 50 });
    await expect(indexer().isBehind()).resolves.toBe(true);
    await expect(texts.catchUp(indexer())).resolves.toBe(true);
    expect(new Set(await versionsOfNewest())).toEqual(new Set([version]));
    await expect(allLists()).resolves.toHaveLength(before.length);
    await expect(indexer().isBehind()).resolves.toBe(false);
  });

  test('a release of before that still runs leaves them as they are', async () => {
    await expect(texts.indexer({ indexVersion: version - 1 }).isBehind()).resolves.toBe(false);
  });

  test('one that is published meanwhile goes first, and stays on the lists of others', async () => {
    version++;
    const indexer = texts.indexer({ indexVersion: version });
    const rounds: { hasList: boolean; isRead: number }[] = [];
    const urgent = { headline: 'thinga0k thinga1k', bodyHtml: '<p>thinga2k thinga3k thinga0k</p>' };
    let [hasBegun, listsBegun] = [false, false];
    await indexer.catchUp(async (changed) => {
      if (!hasBegun) {
        hasBegun = true;
        await texts.write({ urgent: { ...urgent, publishedAt: new Date(clock.nowMs()) } });
      } else if (rounds.length === 0) {
        const isRead = (await versionsOfNewest()).filter((one) => one === version).length;
        rounds.push({ hasList: (await texts.similarTo('urgent')).length > 0, isRead });
      } else if (changed.length === 50 && !listsBegun) {
        listsBegun = true;
        await texts.write({ later: { ...urgent, publishedAt: new Date(clock.nowMs()) } });
      }
      return 'go on';
    });
    expect(rounds).toEqual([{ hasList: true, isRead: 41 }]);
    expect(listsBegun).toBe(true);
    const near = await texts.namesOf('urgent');
    expect(near[0]).toBe('later');
    expect(await texts.namesOf('later')).toContain('urgent');
    // One of those whose list was made last, and one of the first.
    for (const name of near.slice(1, 4)) {
      await expect(texts.namesOf(name!)).resolves.toEqual(expect.arrayContaining(['urgent', 'later']));
    }
    await expect(indexer.isBehind()).resolves.toBe(false);
  });

  test('one that is withdrawn while lists are made is on none, one with an embargo until then neither', async () => {
    version++;
    const [nearest] = await texts.namesOf('text-60');
    let isWithdrawn = false;
    await texts.indexer({ indexVersion: version }).catchUp(async (changed) => {
      if (changed.length > 0 && !isWithdrawn) {
        isWithdrawn = true;
        await withdraw(newsroom, texts.known.get(nearest!)!.id);
      }
      return 'go on';
    });
    await texts.catchUp(texts.indexer({ indexVersion: version }));
    const on = (name: string) =>
      query('select article from similar_texts where others && $1::integer[]', [
        [texts.known.get(name)!.number],
      ]);
    await expect(on(nearest!)).resolves.toEqual([]);
    await expect(on('embargoed')).resolves.toEqual([]);
    const later = new SimulatedClock(clock.nowMs() + 31 * MINUTE_MS);
    await texts.catchUp(texts.indexer({ indexVersion: version, clock: later }));
    await expect(on('embargoed')).resolves.not.toEqual([]);
  });
});
