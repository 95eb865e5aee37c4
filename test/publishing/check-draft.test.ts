import { BadUserInput } from '../../src/platform/errors';
import type { ArticleDraft } from '../../src/publishing/article-draft';
import { checkDraft } from '../../src/publishing/check-draft';
import { aDraft } from '../builders/an-article-draft';

const image = { url: '/pictures/a.svg', alt: '', caption: '', credit: '' };
const section = { slug: 'town', name: 'Town' };

function refusalOf(changes: Partial<ArticleDraft>): string | undefined {
  try {
    checkDraft(aDraft('checked', changes));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(BadUserInput);
    return (error as BadUserInput).field;
  }
}

describe('a draft', () => {
  test.each<[string, Partial<ArticleDraft>]>([
    ['source', { source: ' ' }],
    ['source', { source: 'x'.repeat(601) }],
    ['externalId', { externalId: '' }],
    ['externalId', { source: '한'.repeat(500), externalId: '글'.repeat(500) }], // 3,000 bytes of one index entry
    ['headline', { headline: '' }],
    ['headline', { headline: 'x'.repeat(301) }],
    ['headline', { headline: 'a\0b' }],
    ['headline', { headline: 'a\ud800b' }],
    ['standfirst', { standfirst: 'x'.repeat(1_001) }],
    ['bodyHtml', { bodyHtml: `a${'x'.repeat(1_000_000)}` }],
    ['bodyHtml', { bodyHtml: '<div><b>'.repeat(251) }],
    ['slug', { slug: 'Town Hall' }],
    ['slug', { slug: 'x'.repeat(101) }],
    ['language', { language: 'english language' }],
    ['canonicalUrl', { canonicalUrl: 'javascript:alert(1)' }],
    ['canonicalUrl', { canonicalUrl: 'https://' }],
    ['canonicalUrl', { canonicalUrl: 'https://gazette.example/"><script>' }],
    ['canonicalUrl', { canonicalUrl: 'https://gazette.example/a\nb' }],
    ['publishedAt', { publishedAt: null }],
    ['publishedAt', { publishedAt: new Date(Number.NaN) }],
    ['publishedAt', { publishedAt: new Date(8e15) }],
    ['updatedAt', { updatedAt: new Date(Number.NaN) }],
    ['section.slug', { section: { ...section, slug: 'a/b' } }],
    ['section.name', { section: { ...section, name: '' } }],
    ['section.parentSlug', { section: { ...section, parentSlug: 'A' } }],
    ['authors', { authors: Array(51).fill({ name: 'Ada' }) }],
    ['authors.name', { authors: [{ name: ' ' }] }],
    ['authors.email', { authors: [{ name: 'Ada', email: 'ada at gazette' }] }],
    ['authors.pictureUrl', { authors: [{ name: 'Ada', pictureUrl: '//evil.example/a.jpg' }] }],
    ['tags', { tags: ['x'.repeat(101)] }],
    ['tags', { tags: Array(51).fill('a') }],
    ['leadImage.url', { leadImage: { ...image, url: 'pictures/a.svg' } }],
    ['leadImage.url', { leadImage: { ...image, url: '/\\evil.example/a.jpg' } }],
    ['leadImage.url', { leadImage: { ...image, url: '/\t/evil.example/a.jpg' } }],
    ['leadImage.url', { leadImage: { ...image, url: 'https://p.example/"onerror="x' } }],
    ['leadImage.caption', { leadImage: { ...image, caption: 'x'.repeat(1_001) } }],
    ['inlineImages.width', { inlineImages: [{ ...image, width: 0 }] }],
    ['inlineImages.height', { inlineImages: [{ ...image, height: 1.5 }] }],
  ])('is refused for its %s', (field, changes) => {
    expect(refusalOf(changes)).toBe(field);
  });

  test.each<[string, Partial<ArticleDraft>]>([
    ['300 characters of two halves', { headline: '👍'.repeat(300) }],
    ['no time of publication', { status: 'DRAFT', publishedAt: null }],
    ['a name of Hangul in its address', { slug: '항구-의회', section: { slug: '항구', name: '항구' } }],
    ['paragraphs that are never closed', { bodyHtml: '<p>a'.repeat(2_000) }],
    ['many elements that hold nothing', { bodyHtml: '<source><track><embed><base><param>'.repeat(501) }],
    ['nothing but what it must have', { authors: [], tags: [], bodyHtml: '', standfirst: '' }],
    ['every part', { leadImage: image, inlineImages: [{ ...image, width: 100_000 }] }],
  ])('is taken with %s', (_, changes) => {
    expect(refusalOf(changes)).toBeUndefined();
  });
});
