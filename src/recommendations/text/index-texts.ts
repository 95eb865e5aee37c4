// Brings the index of texts and the lists of similar ones up to date, some articles at a time: each time is one
// transaction, so whatever ends it, what is done is whole and the rest is still to be found. Of several processes one
// writes at a time. A few articles are put on the lists of others by a search for each; where very many are to be put
// in (an import, an upgrade), their lists are made together afterwards, and what is published meanwhile goes first.

import type { Clock } from '../../platform/clock';
import { changeLists } from './change-lists';
import type { IndexTransaction, IndexTurns } from './index-turns.repository';
import { KnownStems } from './known-stems';
import { areListsWanted, wantAllLists } from './list-making.repository';
import { makeLists, type OnRound } from './make-lists';
import {
  type CorpusSize,
  changedOldTexts,
  corpusBegin,
  freshTexts,
  indexSize,
  leftoverTexts,
  lightlyWeighedTexts,
  outdatedTexts,
} from './outdated-texts.repository';
import { countTexts, frequencyChanges, INDEX_VERSION, weighAsIndexed, weighAside } from './read-texts';
import { fromStored, toStored, withChanged } from './similar-list';
import { listsWith, NOT_PUBLIC, noteLeftVersions, writeLists } from './similar-texts.repository';
import {
  changeFrequencies,
  deletePostings,
  deleteTexts,
  indexedTexts,
  publicTexts,
  writeTexts,
} from './text-index.repository';

export interface TextIndexerParts {
  turns: IndexTurns;
  clock: Clock;
  corpus: CorpusSize;
  /** Of the rules by which texts are read; what was read by older ones is read again. */
  indexVersion?: number;
}

/** One transaction: some hundred milliseconds. */
const ARTICLES_AT_ONCE = 20;
/** Without lists: what many have in common is counted once. */
const MANY_AT_ONCE = 40;
/** Looked for at once: a list of them is as long as what an import writes in a few minutes. */
const OUTDATED_AT_ONCE = 2_000;
/** So few are put on the lists of others one by one, however small the index is. */
const FEW = 60;
/** Beyond this share of the index it is cheaper to make all lists anew. */
const MANY_OF_INDEX = 1 / 30;
/** What has just been published is among these. */
const NEWEST = 100;

/** The articles whose lists have changed; undefined where another process has its turn. */
type Round = () => Promise<number[] | undefined>;

interface Work {
  rounds: Round[];
  /** When the oldest article was published that is looked through. */
  begin: Date;
  /** Articles that a round is going to put in. */
  waiting: Set<number>;
}

export class TextIndexer {
  private readonly indexVersion: number;
  private readonly stems = new KnownStems();

  constructor(private readonly parts: TextIndexerParts) {
    this.indexVersion = parts.indexVersion ?? INDEX_VERSION;
  }

  /** Whether something is to be done; nothing is written. */
  async isBehind(): Promise<boolean> {
    const { rounds } = await this.findWork(1);
    return rounds.length > 0 || this.parts.turns.look(areListsWanted);
  }

  /**
   * Works until nothing is to be done.
   * @param onRound told after each transaction; it may end the work by answering "stop"
   * @returns whether nothing is left; not while another process is at it
   */
  async catchUp(onRound: OnRound): Promise<boolean> {
    for (;;) {
      const { rounds, begin, waiting } = await this.findWork(OUTDATED_AT_ONCE);
      for (const round of rounds) {
        if ((await this.freshFirst({ begin, waiting }, onRound)) === 'stop') return false;
        const changed = await round();
        if (changed === undefined || (await onRound(changed)) === 'stop') return false;
      }
      if (rounds.length > 0) continue;
      const made = await makeLists(this.parts.turns, async (changed) => {
        if ((await onRound(changed)) === 'stop') return 'stop';
        return this.freshFirst({ begin, waiting: new Set() }, onRound);
      });
      if (made !== 'made') return made === 'none';
    }
  }

  /** Whatever is published while much is being done has its list at once. */
  private async freshFirst(
    { begin, waiting }: Pick<Work, 'begin' | 'waiting'>,
    onRound: OnRound,
  ): Promise<'go on' | 'stop'> {
    const of = { now: this.now(), begin, newest: NEWEST, indexVersion: this.indexVersion };
    const outdated = await this.parts.turns.look((manager) => freshTexts(manager, of));
    const fresh = outdated.filter((article) => !waiting.has(article));
    // Many at once are an import, and wait for their turn.
    if (fresh.length === 0 || fresh.length > FEW) return 'go on';
    for (const some of inParts(fresh, ARTICLES_AT_ONCE)) {
      const changed = await this.putIn(some, 'with lists');
      if (changed === undefined || (await onRound(changed)) === 'stop') return 'stop';
    }
    return 'go on';
  }

  private findWork(limit: number): Promise<Work> {
    const { turns, clock, corpus } = this.parts;
    const now = new Date(clock.nowMs());
    return turns.look(async (manager) => {
      const begin = await corpusBegin(manager, now, corpus);
      const behind = { now, limit, begin };
      const changedOld = await changedOldTexts(manager, behind);
      const leftover = await leftoverTexts(manager, behind);
      let outdated = await outdatedTexts(manager, { ...behind, indexVersion: this.indexVersion });
      if (outdated.length === 0) outdated = await lightlyWeighedTexts(manager, behind);
      const areMany =
        outdated.length > FEW &&
        (outdated.length === limit || outdated.length > MANY_OF_INDEX * (await indexSize(manager)));
      const rounds = [
        ...inParts(leftover, ARTICLES_AT_ONCE).map((some) => () => this.takeOut(some)),
        ...inParts(changedOld, ARTICLES_AT_ONCE).map((some) => () => this.placeAnew(some)),
        ...(areMany
          ? inParts(outdated, MANY_AT_ONCE).map((some) => () => this.putIn(some, 'lists later'))
          : inParts(outdated, ARTICLES_AT_ONCE).map((some) => () => this.putIn(some, 'with lists'))),
      ];
      return { rounds, begin, waiting: new Set(outdated) };
    });
  }

  /** Those that readers may see stay on the lists of others, until more similar ones push them off. */
  private takeOut(numbers: readonly number[]): Promise<number[] | undefined> {
    return this.parts.turns.inTurn(async (transaction) => {
      const stay = new Set((await publicTexts(transaction, numbers, this.now())).map(({ number }) => number));
      const indexed = await indexedTexts(transaction, numbers);
      await changeFrequencies(transaction, frequencyChanges(indexed, []), []);
      await deletePostings(transaction, indexed);
      await deleteTexts(transaction, numbers);
      await noteLeftVersions(
        transaction,
        new Map(indexed.map(({ article, version }) => [article, stay.has(article) ? version : NOT_PUBLIC])),
      );
      return takeOffLists(
        transaction,
        numbers.filter((number) => !stay.has(number)),
      );
    });
  }

  /** Too old for the index: their own lists and their places on others are found anew all the same. */
  private placeAnew(numbers: readonly number[]): Promise<number[] | undefined> {
    return this.parts.turns.inTurn(async (transaction) => {
      const texts = await publicTexts(transaction, numbers, this.now());
      const versions = new Map(texts.map(({ number, version }) => [number, version]));
      const gone = numbers.filter((number) => !versions.has(number));
      const counted = await countTexts(transaction, this.stems, texts);
      const weighed = await weighAside(transaction, counted, this.indexVersion);
      const without = await takeOffLists(transaction, gone);
      const changed = await changeLists(transaction, weighed, [...versions.keys()]);
      await noteLeftVersions(
        transaction,
        new Map(numbers.map((number) => [number, versions.get(number) ?? NOT_PUBLIC])),
      );
      return [...without, ...changed];
    });
  }

  private putIn(
    numbers: readonly number[],
    lists: 'with lists' | 'lists later',
  ): Promise<number[] | undefined> {
    return this.parts.turns.inTurn(async (transaction) => {
      const texts = await publicTexts(transaction, numbers, this.now());
      const before = await indexedTexts(transaction, numbers);
      const counted = await countTexts(transaction, this.stems, texts);
      const weighed = await weighAsIndexed(transaction, counted, before, this.indexVersion);
      await deletePostings(transaction, before);
      await writeTexts(
        transaction,
        weighed.map(({ indexed }) => indexed),
        weighed.flatMap(({ indexed, terms }) =>
          terms.map(({ term, weight }) => ({ term, weight, article: indexed.article })),
        ),
        lists === 'with lists',
      );
      await noteLeftVersions(transaction, new Map(texts.map(({ number }) => [number, null])));
      if (lists === 'with lists') {
        // One that is public again after it was too old may still be on the lists of others.
        return changeLists(transaction, weighed, numbers);
      }
      await wantAllLists(transaction);
      return [];
    });
  }

  private now(): Date {
    return new Date(this.parts.clock.nowMs());
  }
}

/** Of all articles whose lists they stand on. */
async function takeOffLists(transaction: IndexTransaction, numbers: readonly number[]): Promise<number[]> {
  if (numbers.length === 0) return [];
  const gone = new Set(numbers);
  const lists = await listsWith(transaction, numbers);
  const without = lists.map((list) => toStored(list.article, withChanged(fromStored(list), gone, [])));
  await writeLists(transaction, without);
  return without.map(({ article }) => article);
}

function inParts(numbers: readonly number[], size: number): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < numbers.length; at += size) parts.push(numbers.slice(at, at + size));
  return parts;
}
