// npm run example:page -- ring-line-second-night-boat [http://localhost:4000]

import { NewsClient } from './client';
import { ArticlePageDocument } from './generated/documents';
import { pageAsText } from './page';

async function main([slug, url = 'http://localhost:4000']: readonly string[]): Promise<number> {
  if (slug === undefined) {
    process.stderr.write('Which article? Name it by its slug, and the API after it if it is elsewhere.\n');
    return 2;
  }
  const page = await new NewsClient(url).query(ArticlePageDocument, { slug, read: [] });
  const text = pageAsText(page);
  if (text === null) process.stderr.write(`There is no article "${slug}".\n`);
  else process.stdout.write(`${text}\n`);
  return text === null ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // What `fetch` throws where nothing answers says no more than that it failed.
    const isUnreached = error instanceof TypeError && error.message === 'fetch failed';
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(isUnreached ? 'Nothing answers there. Is "npm start" running?\n' : `${message}\n`);
    process.exitCode = 1;
  },
);
