// Makes the lists of very many articles, a block after the other, the newest first: what is in the index is read once
// for a block, not searched for each article. Lists of before serve until theirs is there. Texts that are written
// meanwhile are on the lists already, by a search of their own, and stay there.

import { stopwatch } from '../../platform/clock';
import type { SimilarArticle } from '../similar-articles';
import type { IndexTransaction, IndexTurns } from './index-turns.repository';
import { ListBlock } from './list-block';
import {
  noteListed,
  textsToList,
  unchangedSince,
  vectorsAfter,
  writtenSince,
} from './list-making.repository';
import { ShortTurns } from './short-turns';
import { fromStored, toStored, withChanged } from './similar-list';
import { listsOf, writeLists } from './similar-texts.repository';

/** Told which lists have changed; it may end the work. */
export type OnRound = (changedLists: readonly number[]) => Promise<'go on' | 'stop'>;

/** Some 40 MB of memory while they are made. */
const TEXTS_A_BLOCK = 4_000;
const VECTORS_A_PAGE = 200;
/** How often it is looked whether something more urgent has come. */
const SECONDS_BETWEEN = 0.5;
/** Written in one transaction. */
const LISTS_AT_ONCE = 50;

interface MadeList {
  article: number;
  list: readonly SimilarArticle[];
}

/** @returns whether there were any to be made; "ended" where `onRound` or another process ended it */
export async function makeLists(turns: IndexTurns, onRound: OnRound): Promise<'made' | 'none' | 'ended'> {
  const begun = await turns.inTurn((transaction) => textsToList(transaction, TEXTS_A_BLOCK));
  if (begun === undefined) return 'ended';
  const { revision, texts } = begun;
  if (texts.length === 0) return 'none';
  const block = new ListBlock(texts.length);
  const short = new ShortTurns();
  for (const text of texts) {
    block.ask(text);
    await short.end();
  }
  if ((await holdAll(turns, block, onRound)) === 'stop') return 'ended';
  for (let at = 0; at < texts.length; at += LISTS_AT_ONCE) {
    const made: MadeList[] = [];
    for (let one = at; one < Math.min(at + LISTS_AT_ONCE, texts.length); one++) {
      made.push({ article: texts[one]!.article, list: block.listOf(one) });
      await short.end();
    }
    const changed = await turns.inTurn((transaction) => writeMade(transaction, made, revision));
    if (changed === undefined || (await onRound(changed)) === 'stop') return 'ended';
  }
  return 'made';
}

async function holdAll(turns: IndexTurns, block: ListBlock, onRound: OnRound): Promise<'go on' | 'stop'> {
  const short = new ShortTurns();
  let [last, seconds] = [0, stopwatch()];
  for (;;) {
    const page = await turns.look((manager) => vectorsAfter(manager, last, VECTORS_A_PAGE));
    if (page.length === 0) return 'go on';
    for (const text of page) {
      block.hold(text);
      await short.end();
    }
    last = page.at(-1)!.article;
    if (seconds() < SECONDS_BETWEEN) continue;
    if ((await onRound([])) === 'stop') return 'stop';
    seconds = stopwatch();
  }
}

async function writeMade(
  transaction: IndexTransaction,
  made: readonly MadeList[],
  revision: string,
): Promise<number[]> {
  const named = made.flatMap(({ article, list }) => [article, ...list.map((one) => one.article)]);
  const same = await unchangedSince(transaction, [...new Set(named)], revision);
  // One that was written meanwhile has its list, for the text as it is now.
  const still = made.filter(({ article }) => same.has(article));
  const articles = still.map(({ article }) => article);
  const newer = await writtenSince(transaction, revision);
  const stored = newer.size === 0 ? [] : await listsOf(transaction, articles);
  const before = new Map(stored.map((list) => [list.article, fromStored(list)]));
  const lists = still.map(({ article, list }) => {
    const asFound = list.filter((one) => same.has(one.article));
    const since = (before.get(article) ?? []).filter((one) => newer.has(one.article));
    return toStored(article, withChanged(asFound, newer, since));
  });
  await writeLists(transaction, lists);
  await noteListed(transaction, articles, revision);
  return articles;
}
