import { plainText } from '../../../src/recommendations/text/plain-text';

const read = (html: string, charactersMax = 1_000) => plainText(html, charactersMax).trim().split(/\s+/);

describe('what one reads of a body', () => {
  test.each([
    ['<p>One</p><p>two</p>', ['One', 'two']],
    ['<h2>One</h2>two<br>three', ['One', 'two', 'three']],
    ['un<em>divid</em>ed', ['undivided']],
    ['Fish &amp; chips &eacute;', ['Fish', '&', 'chips', 'é']],
    ['<p>Seen<script>not("seen")</script></p><style>p{}</style>', ['Seen']],
    ['<p>Broken <b', ['Broken']],
    ['</p></script>text', ['text']],
    ['<img alt="not said" src="/a.jpg">said', ['said']],
  ])('%s', (html, words) => {
    expect(read(html)).toEqual(words);
  });

  test('ends where it is long enough', () => {
    const text = plainText(`<p>${'word '.repeat(200_000)}</p>`, 500);
    expect(text).toHaveLength(500);
  });

  test('nothing is nothing', () => {
    expect(plainText('', 10)).toBe('');
    expect(plainText('<p></p>', 10).trim()).toBe('');
  });
});
