import { isMarkup, prepareHtml } from '../../src/imports/item-html';

const base = 'https://harbour.example/2026/ferry';
const html = (value: string) => prepareHtml({ value, type: 'html' }, base).html;

describe('the text of an item', () => {
  test.each([
    ['<a href="/tags">x</a>', '<a href="https://harbour.example/tags">x</a>'],
    ['<a href="next">x</a>', '<a href="https://harbour.example/2026/next">x</a>'],
    ['<a href="#top">x</a>', `<a href="${base}#top">x</a>`],
    ['<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="?a=1&amp;b=2">x</a>', `<a href="${base}?a=1&amp;b=2">x</a>`],
    ['one &lt; two &amp; three', 'one &lt; two &amp; three'],
    ['one < two & three', 'one &lt; two &amp; three'],
    ['x<br>y<br/>z', 'x<br>y<br>z'],
    ['x<img src="/a.png" width="1" height="1">', 'x'],
    ['x<img src="data:image/png;base64,AAAA">', 'x'],
    ['x<div class="feedflare"><p>share<br></p></div>y', 'xy'],
    ['x<img src="/a.png" srcset="/b.png 2x" alt="A">', 'x<img src="https://harbour.example/a.png" alt="A">'],
    ['<b>never closed', '<b>never closed</b>'],
  ])('%s becomes %s', (given, expected) => {
    expect(html(given)).toBe(expected);
  });

  test('loses addresses that lead nowhere without a base', () => {
    expect(prepareHtml({ value: '<a href="/x">y</a>', type: 'html' }, undefined).html).toBe('<a>y</a>');
  });

  test('gives the picture that opens it, with its caption, and keeps the rest', () => {
    const opened = prepareHtml(
      {
        value:
          '\n<figure><img src="/a.png" alt="A"><figcaption>Pier <b>3</b></figcaption></figure><p>Text</p><img src="/b.png">',
        type: 'html',
      },
      base,
    );
    expect(opened.opening).toMatchObject({
      url: 'https://harbour.example/a.png',
      alt: 'A',
      caption: 'Pier 3',
    });
    expect(opened.html).toBe('<p>Text</p><img src="https://harbour.example/b.png">');
    expect(opened.inline.map(({ url }) => url)).toEqual(['https://harbour.example/b.png']);
  });

  test('in plain words becomes paragraphs', () => {
    const { html } = prepareHtml({ value: 'Rain < wind.\n\nBack on Friday,\nperhaps.', type: 'text' }, base);
    expect(html).toBe('<p>Rain &lt; wind.</p>\n<p>Back on Friday,<br>perhaps.</p>');
  });

  test('nested without end is reduced to its words', () => {
    expect(html(`${'<div>'.repeat(200_000)}deep &amp; down`)).toBe('<p>deep &amp; down</p>');
  });

  test.each([
    ['AT&T', false],
    ['1 < 2 > 0', false],
    ['a <b>b</b>', true],
    ['caf&eacute;', true],
    ['&#8364; 10', true],
  ])('of RSS, "%s", is markup: %s', (value, expected) => {
    expect(isMarkup({ value, type: 'unknown' })).toBe(expected);
  });
});
