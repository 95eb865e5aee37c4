// A source of ranked lists of the product under the time of whoever asks: its readings, its formulas, its memory from
// tick to tick; only the boards are sums in memory.

import { ArticleCard } from '../../src/articles/article-card';
import { ArticleStatus } from '../../src/articles/article-status';
import type { LatestStories } from '../../src/articles/latest-stories';
import type { BoardPlace } from '../../src/boards/board.store';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import type { Board } from '../../src/boards/decay';
import type { BoardReadings, SlowBoards } from '../../src/ranking/board-readings';
import type { ListSource } from '../../src/ranking/list-source';
import { ReadingMinutes } from '../../src/ranking/reading-minutes';
import { SiteSilence } from '../../src/ranking/site-silence';
import type { SectionTree } from '../../src/sections/section-tree';
import { BoardsInMemory } from './boards-in-memory';

const MINUTE_MS = 60_000;
const SLOW_EVERY_MS = 60_000;
const DEPTH = 500;
const LIVE_ARTICLES = 100_000;
const NO_SECTIONS = { ancestorsOf: () => [], all: () => [] } as unknown as SectionTree;

export class SourceUnderLog {
  readonly boards = new BoardsInMemory();
  private readonly silence = new SiteSilence();
  private readonly minutes = new ReadingMinutes(LIVE_ARTICLES, (minute) => this.silence.silentPart(minute));
  private slowBoards: SlowBoards = { hour: [], day: [], week: [] };
  private slowReadMs = -Infinity;
  private readUntil = Number.NaN;
  private readonly cards = new Map<number, ArticleCard>();
  /** Newest last. */
  private readonly byAge: ArticleCard[] = [];

  constructor(
    private readonly source: ListSource,
    private readonly listName: string,
    private readonly silences: 'seen' | 'ignored' = 'seen',
  ) {
    source.takeOver(undefined);
  }

  /** Articles come in the order in which they are published. */
  publish(article: number, publishedAtMs: number): void {
    if (this.cards.has(article)) return;
    const card = cardOf(article, publishedAtMs);
    this.cards.set(article, card);
    this.byAge.push(card);
  }

  /** The list as it is now, best first. */
  list(nowMs: number): number[] {
    this.read(nowMs);
    const { minutes, silence, slowBoards } = this;
    // Of the readings a source looks at these alone.
    const readings = { minutes, silence, slowBoards } as BoardReadings;
    const lists = this.source.rank({
      nowMs,
      readings,
      cardOf: (article) => this.cards.get(article),
      latest: this.latest(nowMs),
      sections: NO_SECTIONS,
    });
    return (lists.get(this.listName) ?? []).map(({ article }) => article);
  }

  private read(nowMs: number): void {
    const { boards, minutes } = this;
    const minute = Math.floor(nowMs / MINUTE_MS);
    minutes.advanceTo(minute);
    const from = Number.isNaN(this.readUntil) ? minute - KEPT_MINUTES + 1 : this.readUntil;
    for (let one = from; one <= minute; one++) minutes.replaceMinute(one, boards.minuteCounts(one));
    this.readUntil = minute;
    if (this.silences === 'seen') this.silence.look(minutes.siteCounts(), nowMs);
    if (nowMs - this.slowReadMs < SLOW_EVERY_MS) return;
    this.slowReadMs = nowMs;
    this.slowBoards = new BoardsOnceAsked((board) => boards.top(board, DEPTH, nowMs));
  }

  /** What a source asks of the latest stories: who is young. Nobody fills empty places here. */
  private latest(nowMs: number): LatestStories {
    const youngerThan = (ms: number) => {
      const young: ArticleCard[] = [];
      for (let at = this.byAge.length - 1; at >= 0; at--) {
        if (nowMs - this.byAge[at]!.publishedAt!.getTime() >= ms) break;
        young.push(this.byAge[at]!);
      }
      return young;
    };
    return { youngerThan, newest: () => [] } as unknown as LatestStories;
  }
}

/** Most sources ask for one or two of the boards, and reading one goes through all that is on it. */
class BoardsOnceAsked implements SlowBoards {
  private readonly known: Partial<Record<Board, BoardPlace[]>> = {};

  constructor(private readonly read: (board: Board) => BoardPlace[]) {}

  get hour(): BoardPlace[] {
    this.known.hour ??= this.read('hour');
    return this.known.hour;
  }

  get day(): BoardPlace[] {
    this.known.day ??= this.read('day');
    return this.known.day;
  }

  get week(): BoardPlace[] {
    this.known.week ??= this.read('week');
    return this.known.week;
  }
}

function cardOf(article: number, publishedAtMs: number): ArticleCard {
  return Object.assign(new ArticleCard(), {
    ...{
      id: `article ${article}`,
      number: article,
      slug: `article-${article}`,
      headline: '',
      standfirst: '',
    },
    ...{ language: 'und', status: ArticleStatus.PUBLISHED, sectionId: 'all', authors: [], tags: [] },
    publishedAt: new Date(publishedAtMs),
  });
}
