import { MostreadError } from '../platform/errors';
import { openNewsroomForCommand } from './newsroom-for-command';

class NoSuchArticle extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(name: string) {
    super(`There is no article with the id or slug "${name}".`, { field: 'article' });
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function runWithdraw(name: string): Promise<void> {
  const { newsroom, close } = await openNewsroomForCommand((line) => process.stderr.write(`${line}\n`));
  try {
    const card = uuid.test(name)
      ? (await newsroom.cards.byIds([name.toLowerCase()]))[0]
      : await newsroom.cards.bySlug(name);
    if (card === undefined) throw new NoSuchArticle(name);
    const done = (await newsroom.writer.withdraw(card.id)) ? 'Withdrawn' : 'Was withdrawn before';
    process.stdout.write(`${done}: ${card.headline} (${card.slug})\n`);
  } finally {
    await close();
  }
}
