import type { ArticleDraft, ImageDraft } from '../../src/publishing/article-draft';

export type ArticleDraftChanges = Partial<ArticleDraft> & { number?: number };

/** An article as an import gives it, published in the past; of two numbers the higher one is the newer article. */
export function anArticleDraft({ number = 1, ...changes }: ArticleDraftChanges = {}): ArticleDraft {
  return {
    source: 'test',
    externalId: `article-${number}`,
    slug: `story-${number}`,
    headline: `Story ${number}`,
    standfirst: `What story ${number} is about.`,
    bodyHtml: `<p>The text of story ${number}.</p>`,
    language: 'en',
    status: 'PUBLISHED',
    publishedAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000),
    section: { slug: 'world', name: 'World' },
    authors: [{ name: 'Ada Lantern', email: 'ada@news.example', bio: 'Writes about harbours.' }],
    tags: ['Harbours'],
    ...changes,
  };
}

/** One of the section "town", known by what the test calls it; its slug is made from its headline. */
export function aDraft(externalId: string, changes: Partial<ArticleDraft> = {}): ArticleDraft {
  return {
    source: 'test',
    externalId,
    headline: `Headline of ${externalId}`,
    standfirst: `Standfirst of ${externalId}`,
    bodyHtml: `<p>Body of ${externalId}</p>`,
    language: 'en',
    status: 'PUBLISHED',
    publishedAt: new Date('2026-01-01T12:00:00Z'),
    section: { slug: 'town', name: 'Town' },
    authors: [{ name: 'Ada Quill', email: 'ada.quill@gazette.example' }],
    tags: ['Harbour'],
    ...changes,
  };
}

export function anImageDraft(name: string): ImageDraft {
  return {
    url: `https://pictures.example/${name}.jpg`,
    alt: `A picture of ${name}`,
    caption: `${name}, seen from the east`,
    credit: 'Mo Fern',
    width: 1_600,
    height: 900,
  };
}
