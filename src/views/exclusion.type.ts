import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { UserError } from '../platform/graphql/user-error.type';
import type { Exclusion } from './exclusion';
import { writeExclusionCursor } from './exclusion-cursor';
import { Rail, ViewSource } from './view-source';

export const ExclusionStateName = { IN_FORCE: 'IN_FORCE', TAKEN_BACK: 'TAKEN_BACK' } as const;

registerEnumType(ExclusionStateName, {
  name: 'ExclusionState',
  description: 'Whether an exclusion holds.',
  valuesConfig: {
    IN_FORCE: { description: 'Its views are in no figure and on no list.' },
    TAKEN_BACK: { description: 'Its views count again.' },
  },
});

@ObjectType({ description: 'Excluded views of an article that came from one place.' })
export class ExcludedCounter {
  @Field(() => ViewSource, { description: 'Where the readers came from.' })
  source!: ViewSource;

  @Field(() => Rail, { nullable: true, description: 'The rail that was clicked; null where there was none.' })
  rail!: Rail | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The place on the rail, 50 for all from there on; null where none was told.',
  })
  slot!: number | null;

  @Field(() => Count, {
    description: 'How many views of the article from there: of an exclusion those that it takes out.',
  })
  views!: number;
}

@ObjectType({ description: 'What an exclusion takes from an article, or what a visitor has viewed of it.' })
export class ExcludedArticle {
  @Field(() => ID, { nullable: true, description: 'Its id; null where it is no longer there.' })
  articleId!: string | null;

  @Field(() => ArticleCard, {
    nullable: true,
    description: 'The article; null where it is not public, and who asks may not read such.',
  })
  article!: ArticleCard | null;

  @Field(() => Count, {
    description:
      'How many views of the article, of all sources; of an exclusion, those that it takes out; of a visitor, those ' +
      'that are kept one by one, whether they were excluded or not.',
  })
  views!: number;

  @Field(() => [ExcludedCounter], { description: 'The same by where the readers came from, most first.' })
  counters!: ExcludedCounter[];
}

@ObjectType({ description: 'Which views an exclusion means.' })
export class ExclusionConditionType {
  @Field(() => ViewSource, { nullable: true, description: 'Only views from this source; null for any.' })
  source!: ViewSource | null;

  @Field(() => Rail, { nullable: true, description: 'Only clicks on this rail; null for any.' })
  rail!: Rail | null;

  @Field(() => Int, { nullable: true, description: 'Only clicks on this place of it; null for any.' })
  slot!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only views of this visitor, a pseudonym of a day; null for any. "-" for one visitor whose pseudonym is not ' +
      'kept any more: it was forgotten, or the exclusion was made VIEW_STREAM_HOURS and 27 hours ago.',
  })
  visitorHash!: string | null;

  @Field(() => ID, { nullable: true, description: 'Only views of this article; null for any.' })
  articleId!: string | null;
}

@ObjectType('Exclusion', { description: 'Views that were taken out of totals, series and lists.' })
export class ExclusionType {
  @Field(() => ID, { description: 'Names the exclusion.' })
  id!: string;

  @Field(() => ExclusionStateName, { description: 'Whether it holds.' })
  state!: keyof typeof ExclusionStateName;

  @Field(() => Date, { description: 'Views from this time on.' })
  from!: Date;

  @Field(() => Date, { description: 'Views before this time.' })
  to!: Date;

  @Field(() => ExclusionConditionType, { description: 'Which views of that time.' })
  condition!: ExclusionConditionType;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Count, {
    description:
      'How many views it takes out of the figures, or took out before it was taken back: views by readers that had ' +
      'been counted when it was made, without repeats, bots and staff, and without those that another exclusion had ' +
      'taken out by then.',
  })
  views!: number;

  @Field(() => Date, { description: 'When it was made.' })
  excludedAt!: Date;

  @Field(() => String, { description: 'The name of who made it.' })
  excludedBy!: string;

  @Field(() => Date, { nullable: true, description: 'When it was taken back; null while it holds.' })
  takenBackAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The name of who took it back; null while it holds.' })
  takenBackBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back; null while it holds.' })
  takenBackReason!: string | null;
}

@ObjectType({ description: 'What became of an exclusion.' })
export class ExcludeViewsPayload {
  @Field(() => ExclusionType, {
    nullable: true,
    description: 'The exclusion; null after a dry run, or where there is none.',
  })
  exclusion!: ExclusionType | null;

  @Field(() => Count, {
    nullable: true,
    description: 'How many views it takes out, or would after a dry run; null where nothing was done.',
  })
  views!: number | null;

  @Field(() => [ExcludedArticle], {
    description: 'The articles that it takes them from, most first, at most a thousand.',
  })
  articles!: ExcludedArticle[];

  @Field(() => [UserError], { description: 'Why nothing was done; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'An exclusion in a list.' })
export class ExclusionEdge {
  @Field(() => ExclusionType, { description: 'The exclusion.' })
  readonly node: ExclusionType;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  readonly cursor: string;

  constructor(node: ExclusionType) {
    this.node = node;
    this.cursor = writeExclusionCursor(node);
  }
}

export interface ExclusionPage {
  nodes: readonly ExclusionType[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of the exclusions.' })
export class ExclusionConnection {
  @Field(() => [ExclusionEdge], { description: 'The exclusions of this page, newest first.' })
  readonly edges: readonly ExclusionEdge[];

  constructor(private readonly page: ExclusionPage) {
    this.edges = page.nodes.map((node) => new ExclusionEdge(node));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many exclusions there are.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}

export function exclusionTypeOf(
  exclusion: Exclusion,
  articleIdOf: (article: number) => string | null,
): ExclusionType {
  const { condition, excludedBy, takenBackBy, ...rest } = exclusion;
  const { fromMs, toMs, source, rail, slot, visitor, article } = condition;
  return {
    ...rest,
    from: new Date(fromMs),
    to: new Date(toMs),
    condition: {
      ...{ source: source ?? null, rail: rail ?? null, slot: slot ?? null, visitorHash: visitor ?? null },
      articleId: article === undefined ? null : articleIdOf(article),
    },
    excludedBy: excludedBy.name,
    takenBackBy: takenBackBy?.name ?? null,
  };
}
