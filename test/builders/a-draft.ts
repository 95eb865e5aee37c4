import type { ArticleDraft } from '../../src/publishing/article-draft';

/** A published article of the section "town", from the source "test". */
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
