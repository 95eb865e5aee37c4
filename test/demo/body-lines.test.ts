import { htmlOfLines } from '../../src/demo/body-lines';

describe('lines of a story', () => {
  test.each([
    { lines: ['One.', 'Two.'], html: '<p>One.</p>\n<p>Two.</p>' },
    { lines: ['## What comes first'], html: '<h2>What comes first</h2>' },
    { lines: ['> “Yes.”'], html: '<blockquote><p>“Yes.”</p></blockquote>' },
    {
      lines: ['You need:', '- salt', '- time', 'Wait.'],
      html: '<p>You need:</p>\n<ul><li>salt</li><li>time</li></ul>\n<p>Wait.</p>',
    },
    { lines: ['- only'], html: '<ul><li>only</li></ul>' },
    { lines: ['A < B & "C"'], html: '<p>A &lt; B &amp; "C"</p>' },
    { lines: [], html: '' },
  ])('$lines', ({ lines, html }) => {
    expect(htmlOfLines(lines)).toBe(html);
  });
});
