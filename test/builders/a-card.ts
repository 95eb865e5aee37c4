import { ArticleCard } from '../../src/articles/article-card';
import { ArticleStatus } from '../../src/articles/article-status';
import type { Author } from '../../src/authors/author.entity';
import type { Section } from '../../src/sections/section.entity';

interface GivenCard extends Partial<ArticleCard> {
  number: number;
  publishedAtMs?: number;
}

/** A public article card that stands in no store. */
export function aCard({ publishedAtMs = 0, ...given }: GivenCard): ArticleCard {
  const sectionId = given.sectionId ?? 'town';
  return Object.assign(new ArticleCard(), {
    id: `00000000-0000-7000-8000-${String(given.number).padStart(12, '0')}`,
    slug: `article-${given.number}`,
    headline: `Article number ${given.number}`,
    standfirst: '',
    language: 'en',
    status: ArticleStatus.PUBLISHED,
    publishedAt: new Date(publishedAtMs),
    updatedAt: new Date(publishedAtMs),
    createdAt: new Date(publishedAtMs),
    canonicalUrl: null,
    sectionId,
    section: aSection(sectionId),
    authors: [],
    tags: [],
    corrections: [],
    leadImage: null,
    ...given,
  });
}

export function aSection(id: string, given: Partial<Section> = {}): Section {
  return { id, slug: id, name: id, parentId: null, position: 0, version: 1, ...given };
}

export function anAuthor(id: string): Author {
  return { id, slug: id, name: id, email: null, bio: '' } as Author;
}
