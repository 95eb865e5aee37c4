import type { ArticleContent, ContentImage } from '../../src/publishing/article-content';
import { whatIsMissing, whatIsNewlyMissing } from '../../src/publishing/readiness';

function aContent(changes: Partial<ArticleContent> = {}): ArticleContent {
  return {
    ...{ slug: 'a', headline: 'A', standfirst: '', body: '<p>Text</p>', language: 'en', canonicalUrl: null },
    ...{ sectionId: 's', authorIds: ['w'], tags: [], leadImage: null, inlineImages: [] },
    ...changes,
  };
}

function aPicture(changes: Partial<ContentImage> = {}): ContentImage {
  return {
    ...{ id: 'i', url: 'https://p.example/a.jpg', alt: 'A gull', caption: 'A gull.', credit: 'Mo Fern' },
    ...{ width: null, height: null },
    ...changes,
  };
}

const fieldsOf = (content: ArticleContent) => whatIsMissing(content).map(({ field }) => field);
const inText = (html: string) => aContent({ body: `<p>Text</p>${html}` });
const src = 'src="https://p.example/a.jpg"';

describe('readiness', () => {
  test.each([
    { what: 'all that it needs', content: aContent(), missing: [] },
    { what: 'no headline', content: aContent({ headline: '  ' }), missing: ['headline'] },
    { what: 'no text', content: aContent({ body: '<p>&nbsp;</p><hr>' }), missing: ['body'] },
    {
      what: 'nothing that can be seen',
      content: aContent({ headline: '\u200b \u2060', body: '<p>\u200b\u3164</p>' }),
      missing: ['headline', 'body'],
    },
    {
      what: 'a picture with words that cannot be seen',
      content: aContent({ leadImage: aPicture({ alt: '\u200b', credit: '\u2800' }) }),
      missing: ['leadImage.alt', 'leadImage.credit'],
    },
    { what: 'no byline', content: aContent({ authorIds: [] }), missing: ['authors'] },
    { what: 'a whole picture', content: aContent({ leadImage: aPicture() }), missing: [] },
    {
      what: 'a picture without words',
      content: aContent({ leadImage: aPicture({ alt: '', caption: ' ', credit: '' }) }),
      missing: ['leadImage.alt', 'leadImage.caption', 'leadImage.credit'],
    },
    {
      what: 'one of two inline pictures without a credit',
      content: aContent({ inlineImages: [aPicture(), aPicture({ credit: '' })] }),
      missing: ['inlineImages[1].credit'],
    },
    { what: 'a picture in the text without words', content: inText(`<img ${src}>`), missing: ['body'] },
    {
      what: 'a picture in the text with an alt alone',
      content: inText(`<img ${src} alt="A gull">`),
      missing: ['body'],
    },
    {
      what: 'a picture in the text with alt and figcaption',
      content: inText(
        `<figure><p><img ${src} alt="A gull"></p><figcaption><em>A gull.</em> Mo Fern</figcaption></figure>`,
      ),
      missing: [],
    },
    {
      what: 'a figure without an alt',
      content: inText(`<figure><img ${src} alt=" "><figcaption>A gull.</figcaption></figure>`),
      missing: ['body'],
    },
    {
      what: 'an empty figcaption',
      content: inText(`<figure><img ${src} alt="A gull"><figcaption> </figcaption></figure>`),
      missing: ['body'],
    },
    {
      what: 'a picture in the text that an inline image speaks for',
      content: { ...inText(`<img ${src}>`), inlineImages: [aPicture()] },
      missing: [],
    },
  ])('of an article with $what', ({ content, missing }) => {
    expect(fieldsOf(content)).toEqual(missing);
  });

  test('does not hold against a change what was missing before', () => {
    const before = aContent({ leadImage: aPicture({ credit: '' }), authorIds: [] });
    expect(whatIsNewlyMissing(before, { ...before, headline: 'Better' })).toEqual([]);
    const worse = { ...before, leadImage: aPicture({ credit: '', alt: '' }) };
    expect(whatIsNewlyMissing(before, worse).map(({ field }) => field)).toEqual(['leadImage.alt']);
  });
});
