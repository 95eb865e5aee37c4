import { cleanBody, nestsTooDeep, plainText } from '../../src/publishing/body-html';

describe('a body', () => {
  test.each([
    ['<p onclick="x()">a</p>', '<p>a</p>'],
    ['<script>alert(1)</script><p>a</p>', '<p>a</p>'],
    ['<p>a</p><iframe src="https://x.example"></iframe>', '<p>a</p>'],
    ['<img src=/x onerror=alert(1)>', '<img src="/x" />'],
    ['<img src="pictures/x.jpg"><p>b</p>', '<p>b</p>'],
    ['<img src="data:image/svg+xml,<svg onload=alert(1)>"><p>b</p>', '<p>b</p>'],
    ['<img src="/\\\\evil.example/x.jpg"><p>b</p>', '<p>b</p>'],
    ['<img src="//evil.example/x.jpg"><p>b</p>', '<p>b</p>'],
    ['<img srcset="https://x.example/a.jpg 2x" src="/a.jpg">', '<img src="/a.jpg" />'],
    ['<a href="JaVaScRiPt&colon;alert(1)">a</a>', '<a>a</a>'],
    ['<a href="vbscript:x">a</a>', '<a>a</a>'],
    ['<a href="mailto:ada@gazette.example">a</a>', '<a href="mailto:ada@gazette.example">a</a>'],
    ['<base href="https://evil.example/"><p>a</p>', '<p>a</p>'],
    ['<meta http-equiv="refresh" content="0;url=https://evil.example">a', 'a'],
    ['<object data="x.swf"><embed src="x.swf"></object>a', 'a'],
    ['<video src="x" onerror="alert(1)"></video>a', 'a'],
    ['<template><img src=/x onerror=alert(1)></template>a', 'a'],
    ['<img src="javascript:alert(1)"><p>b</p>', '<p>b</p>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="jav&#x09;ascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['<a href="//evil.example">a</a>', '<a>a</a>'],
    ['<svg><script>1</script></svg>b', 'b'],
    ['<math><mi xlink:href="javascript:1">x</mi></math>b', 'b'],
    ['<p style="position:fixed" class="x" id="y">a</p>', '<p>a</p>'],
    ['<form action="/x"><input name="q"></form>a', 'a'],
    ['<p>a<!-- b --></p>', '<p>a</p>'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>a', 'a'],
  ])('%s becomes %s', (html, clean) => {
    expect(cleanBody(html)).toBe(clean);
  });

  test('keeps what articles are made of', () => {
    const html =
      '<h2>Sub</h2><p lang="en">A <a href="https://x.example/?a=1&amp;b=2">link</a>, <em>em</em></p>' +
      '<figure><img src="/pictures/a.svg" alt="A" width="2" height="1" /><figcaption>C</figcaption></figure>' +
      '<ul><li>one</li></ul><blockquote><p>said</p></blockquote>';
    expect(cleanBody(html)).toBe(html);
    expect(cleanBody('<h1>Big</h1>')).toBe('<h2>Big</h2>');
  });

  test('gives a new window no way back', () => {
    expect(cleanBody('<a href="https://x.example" target="_blank" rel="opener">a</a>')).toBe(
      '<a href="https://x.example" target="_blank" rel="noopener noreferrer">a</a>',
    );
    expect(cleanBody('<a href="https://x.example" target="_top">a</a>')).toBe(
      '<a href="https://x.example">a</a>',
    );
  });

  test('cleaned twice is cleaned once', () => {
    const html = '<p>1 < 2 && "x" &lt;b&gt;</p><img src="/a&b">';
    expect(cleanBody(cleanBody(html))).toBe(cleanBody(html));
  });
});

describe('plain text', () => {
  test.each([
    ['<p>One</p><p>two&amp;three</p>', 'One two&three'],
    ['a<br>b', 'a b'],
    ['H<sub>2</sub>O', 'H2O'],
    ['<style>p{}</style><script>x</script>seen', 'seen'],
    ['&lt;b&gt; 1 &lt; 2', '<b> 1 < 2'],
    ['', ''],
  ])('of %s is %s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('of what nests without end does not end the program', () => {
    expect(plainText(`${'<div>'.repeat(50_000)}deep`)).toBe('');
  });
});

describe('what nests too deep', () => {
  // Each of them opens one element more every time, to the one parser or to both, and closes none.
  test.each(['<b>', '<p:x>', '<b></x>', '<p><td>', '<li><dt>', '<p><div></p>', '<iframe><b>'])(
    '%s, over and over, is found before it is parsed whole',
    (tags) => {
      expect(nestsTooDeep(tags.repeat(100_000))).toBe(true);
    },
  );

  test.each(['<p>', '<li>a', '<br>', '<img src="/x">', '<p>a</p>', '<tr><td>a', '<', '<!-- a -->', '</b>'])(
    '%s, over and over, does not',
    (tags) => {
      expect(nestsTooDeep(`<div>${tags.repeat(2_000)}</div>`)).toBe(false);
    },
  );
});
