import { theProgram } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import type { Newsroom } from '../compose/newsroom';
import { MostreadError } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import { EditedArticles } from '../publishing/article-editing.repository';
import type { ArticleStanding } from '../publishing/stored-article';
import { withdrawArticle } from '../publishing/withdraw-article';
import { openNewsroomForCommand } from './newsroom-for-command';

class NoSuchArticle extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(name: string) {
    super(`There is no article with the id or slug "${name}".`, { field: 'article' });
  }
}

/** Editors at work on it do not keep it on the page: what they have just written is withdrawn too. */
const ATTEMPTS = 5;

export async function runWithdraw(name: string, { reason }: { reason?: string }): Promise<void> {
  const { newsroom, stores, close } = await openNewsroomForCommand((line) =>
    process.stderr.write(`${line}\n`),
  );
  try {
    const articles = new EditedArticles(stores.dataSource);
    const done = (await withdraw(name, reason ?? null, { newsroom, articles }))
      ? 'Withdrawn'
      : 'Was withdrawn before';
    const [article] = await articles.byIds([await idOf(name, articles)]);
    if (article) process.stdout.write(`${done}: ${article.content.headline} (${article.content.slug})\n`);
  } finally {
    await close();
  }
}

/** False when it has been withdrawn before. */
async function withdraw(
  name: string,
  reason: string | null,
  { newsroom, articles }: { newsroom: Newsroom; articles: EditedArticles },
): Promise<boolean> {
  const id = await idOf(name, articles);
  for (let attempt = 1; ; attempt++) {
    const [standing] = (await articles.standingsOf([id])) as [ArticleStanding];
    if (standing.status === ArticleStatus.WITHDRAWN) return false;
    const { version } = standing;
    const { reasons } = await withdrawArticle(newsroom.editing, theProgram, { id, version, reason });
    const [why] = reasons;
    if (why === undefined) return true;
    if (why.code !== 'VERSION_CONFLICT' || attempt === ATTEMPTS) throw why;
  }
}

async function idOf(name: string, articles: EditedArticles): Promise<string> {
  const id = readUuid(name);
  const known = id === undefined ? await articles.idOfSlug(name) : (await articles.standingsOf([id]))[0]?.id;
  if (known === undefined) throw new NoSuchArticle(name);
  return known;
}
