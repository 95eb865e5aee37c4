import { registerEnumType } from 'type-graphql';

/** The way of an article: DRAFT -> (SCHEDULED ->) PUBLISHED -> WITHDRAWN. */
export enum ArticleStatus {
  DRAFT = 'DRAFT',
  SCHEDULED = 'SCHEDULED',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(ArticleStatus, {
  name: 'ArticleStatus',
  description: 'Where an article stands. Readers see published ones only, from their time of publication on.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    SCHEDULED: { description: 'To be published at a set time.' },
    PUBLISHED: { description: 'Public from publishedAt on.' },
    WITHDRAWN: { description: 'Taken back: on no list any more.' },
  },
});
