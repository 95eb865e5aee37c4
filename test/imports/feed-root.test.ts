import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFeedRoot } from '../../src/imports/feed-root';

const feed = (name: string) => readFileSync(join(__dirname, 'feeds', name), 'utf8');
const rss = '<rss version="2.0"><channel><title>T</title></channel></rss>';

describe('the root of a feed', () => {
  test.each([
    ['rss', rss],
    ['rss', `\n\n<?xml version="1.0"?><?xml-stylesheet href="x"?><!-- a <feed> -->${rss}\n<!-- cached -->`],
    ['rss', feed('first.rss')],
    ['rdf', feed('old.rdf')],
    ['atom', feed('observatory.atom')],
    ['atom', '<FEED xmlns="http://www.w3.org/2005/Atom"></FEED>'],
  ])('is found: %s', (format, text) => {
    expect(findFeedRoot(text, 'x').format).toBe(format);
  });

  test.each([
    ['', 'x is empty.'],
    [' \n\t ', 'x is empty.'],
    [feed('page.html'), 'x is a web page (HTML), not a feed. Its feed: /feed.xml'],
    ['<html><body></body></html>', 'x is a web page (HTML), not a feed.'],
    ['<opml version="2.0"></opml>', 'x is not RSS or Atom: it is a <opml> document.'],
    ['{"version":"https://jsonfeed.org/version/1"}', 'x is JSON. What is read here is RSS and Atom.'],
    ['404 Not Found', 'x is not RSS or Atom: it begins with "404 Not Found".'],
    ['<?xml version="1.0"', 'x is not RSS or Atom: it begins with "<?xml version="1.0"".'],
    [feed('harbour.rss').slice(0, 2_000), 'x ends in the middle: there is no </rss>. Fetch it again.'],
    [feed('observatory.atom').slice(0, 900), 'x ends in the middle: there is no </a:feed>. Fetch it again.'],
    ['<feed><feedburner:x></feedburner:x>', 'x ends in the middle: there is no </feed>. Fetch it again.'],
    [
      feed('bomb.rss'),
      'x defines XML entities of its own (&lol;), as entity bombs do. They are never expanded; write them out.',
    ],
  ])('%.30s is refused', (text, message) => {
    expect(() => findFeedRoot(text, 'x')).toThrow(message);
  });
});
