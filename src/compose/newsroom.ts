// What is read and written: articles with their cards in memory, sections, authors, comments, picks.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleRepository } from '../articles/article.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { ArticleChanges } from '../articles/article-changes';
import { CardRepository } from '../articles/card.repository';
import { CardCache } from '../articles/card-cache';
import { LatestStories } from '../articles/latest-stories';
import { AuthorRepository } from '../authors/author.repository';
import { CommentRepository } from '../comments/comment.repository';
import { CommentCache } from '../comments/comment-cache';
import { ImageRepository } from '../images/image.repository';
import { MustReadPickRepository } from '../must-reads/must-read-pick.repository';
import type { Stop } from '../platform/clock';
import { JobQueueRepository } from '../platform/jobs/job-queue.repository';
import type { Log } from '../platform/log/log';
import { Transactions } from '../publishing/article-writing.repository';
import { Editing } from '../publishing/editing';
import { EditorialActs } from '../publishing/editorial-acts';
import { ArticleWriter } from '../publishing/write-articles';
import { SectionRepository } from '../sections/section.repository';
import { SectionTree } from '../sections/section-tree';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Newsroom {
  sections: SectionTree;
  cards: CardCache;
  latest: LatestStories;
  changes: ArticleChanges;
  articles: ArticleRepository;
  authors: AuthorRepository;
  comments: CommentRepository;
  commentCache: CommentCache;
  images: ImageRepository;
  picks: MustReadPickRepository;
  writer: ArticleWriter;
  editing: Editing;
  /** Reads sections and the newest cards, and begins to follow changes. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function composeNewsroom(
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  settings: Settings,
  log: Log,
): Newsroom {
  const { dataSource, redis, clock } = stores;
  const sections = new SectionTree(new SectionRepository(dataSource));
  const cardRows = new CardRepository(dataSource);
  const size = settings.articles.cardCacheSize;
  const cards = new CardCache({ repository: cardRows, sections, clock, log, size });
  const latest = new LatestStories({ repository: cardRows, cards, sections, clock, log });
  const changeRows = new ArticleChangeRepository(dataSource);
  const changes = new ArticleChanges({ repository: changeRows, redis, clock, log });
  const comments = new CommentRepository(dataSource);
  const commentCache = new CommentCache({ comments, maxMegabytes: settings.comments.cacheMegabytes });
  const transactions = new Transactions(dataSource);
  const acts = new EditorialActs({ transactions, audit: new AuditLogRepository(), changes });
  const stops: (Stop | (() => Promise<void>))[] = [];
  return {
    ...{ sections, cards, latest, changes },
    articles: new ArticleRepository(dataSource),
    authors: new AuthorRepository(dataSource),
    comments,
    commentCache,
    images: new ImageRepository(dataSource),
    picks: new MustReadPickRepository(dataSource),
    writer: new ArticleWriter({ transactions, changes, changeRows, clock }),
    editing: new Editing({ acts, changeRows, jobs: new JobQueueRepository(), clock }),
    async start() {
      stops.push(
        cards.follow(changes),
        commentCache.follow(changes),
        sections.follow(changes, { clock, log }),
        () => changes.stop(),
        () => latest.stop(),
      );
      // Changes first: what happens while the rest is being read is not missed.
      await changes.start();
      await sections.load();
      await latest.start();
    },
    async stop() {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}
