import { publicUrlOf, shareLinksFor } from '../../src/articles/share-links';

const article = { slug: '새-소식', headline: 'Tea & rain: "both" 100 %', canonicalUrl: null };
const settings = { publicUrl: 'https://news.example', kakaoAppKey: undefined };
const links = (kakaoAppKey?: string) =>
  Object.fromEntries(
    shareLinksFor(article, { ...settings, kakaoAppKey }).map((link) => [link.service, link.url]),
  );

const url = 'https://news.example/%EC%83%88-%EC%86%8C%EC%8B%9D';

describe('share links', () => {
  test.each([
    { service: 'X', parameter: 'url', host: 'x.com' },
    { service: 'FACEBOOK', parameter: 'u', host: 'www.facebook.com' },
    { service: 'LINE', parameter: 'url', host: 'social-plugins.line.me' },
  ])('$service gets the URL of the article as "$parameter"', ({ service, parameter, host }) => {
    const link = new URL(links()[service] ?? '');
    expect(link.host).toBe(host);
    expect(link.searchParams.get(parameter)).toBe(url);
  });

  test.each([
    { service: 'X', parameter: 'text', text: article.headline },
    { service: 'LINE', parameter: 'text', text: article.headline },
    { service: 'WHATSAPP', parameter: 'text', text: `${article.headline} ${url}` },
    { service: 'EMAIL', parameter: 'subject', text: article.headline },
    { service: 'EMAIL', parameter: 'body', text: `${article.headline}\r\n${url}` },
  ])('$service gets "$parameter" letter by letter', ({ service, parameter, text }) => {
    expect(new URL(links()[service] ?? '').searchParams.get(parameter)).toBe(text);
  });

  test('COPY is the URL of the article', () => {
    expect(links()['COPY']).toBe(url);
  });

  test('KAKAOTALK is the URL of the article, for the SDK, until there is an application key', () => {
    expect(links()['KAKAOTALK']).toBe(url);
    const link = new URL(links('0123456789abcdef')['KAKAOTALK'] ?? '');
    expect(link.host).toBe('sharer.kakao.com');
    expect(link.searchParams.get('app_key')).toBe('0123456789abcdef');
    expect(JSON.parse(link.searchParams.get('validation_params') ?? '')).toMatchObject({ request_url: url });
  });

  test('a canonical URL comes before PUBLIC_URL', () => {
    const canonicalUrl = 'https://other.example/story';
    expect(publicUrlOf({ ...article, canonicalUrl }, settings.publicUrl)).toBe(canonicalUrl);
  });
});
