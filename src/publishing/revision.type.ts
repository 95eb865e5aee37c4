import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ActorName } from '../articles/actor-name';
import { ArticleStatus } from '../articles/article-status';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import type { ArticleRevision } from './article-revision.entity';
import { EditorialActor } from './editorial-article.type';
import { writeRevisionCursor } from './revision-cursor';

@ObjectType({ description: 'A picture as an earlier version had it.' })
export class RevisionImage {
  @Field(() => String, { description: 'Where it lies.' })
  url!: string;

  @Field(() => String, { description: 'What it shows.' })
  alt!: string;

  @Field(() => String, { description: 'The line under it.' })
  caption!: string;

  @Field(() => String, { description: 'Whose it is.' })
  credit!: string;
}

@ObjectType({ description: 'What an article was before somebody changed it.' })
export class Revision {
  constructor(private readonly kept: ArticleRevision) {}

  @Field(() => Int, { description: 'The number of this version.' })
  get version(): number {
    return this.kept.version;
  }

  @Field(() => Date, { description: 'When it was written.' })
  get at(): Date {
    return this.kept.at;
  }

  @Field(() => EditorialActor, { nullable: true, description: 'By whom; null where an import wrote it.' })
  get by(): ActorName | null {
    return this.kept.by;
  }

  @Field(() => ArticleStatus, {
    description: 'Where the article stood; PUBLISHED also for one whose time was still to come.',
  })
  get status(): ArticleStatus {
    return this.kept.status;
  }

  @Field(() => Date, { nullable: true, description: 'When readers could see it, or were to.' })
  get publishedAt(): Date | null {
    return this.kept.publishedAt;
  }

  @Field(() => String, { description: 'Plain text.' })
  get headline(): string {
    return this.kept.content.headline;
  }

  @Field(() => String, { description: 'The sentence under the headline.' })
  get standfirst(): string {
    return this.kept.content.standfirst;
  }

  @Field(() => String, { description: 'Sanitised HTML.' })
  get body(): string {
    return this.kept.content.body;
  }

  @Field(() => String, { description: 'A BCP 47 tag.' })
  get language(): string {
    return this.kept.content.language;
  }

  @Field(() => ID, { description: 'The id of its section.' })
  get sectionId(): string {
    return this.kept.content.sectionId;
  }

  @Field(() => [ID], { description: 'The ids of its authors, in the order of the byline.' })
  get authorIds(): string[] {
    return this.kept.content.authorIds;
  }

  @Field(() => [String], { description: 'The names of its tags.' })
  get tags(): string[] {
    return this.kept.content.tags.map(({ name }) => name);
  }

  @Field(() => RevisionImage, { nullable: true, description: 'The picture at its head.' })
  get leadImage(): RevisionImage | null {
    return this.kept.content.leadImage;
  }

  @Field(() => [RevisionImage], { description: 'The pictures in its text.' })
  get inlineImages(): RevisionImage[] {
    return this.kept.content.inlineImages;
  }
}

@ObjectType({ description: 'An earlier version in a list.' })
export class RevisionEdge {
  @Field(() => Revision, { description: 'The version.' })
  readonly node: Revision;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  readonly cursor: string;

  constructor(kept: ArticleRevision) {
    this.node = new Revision(kept);
    this.cursor = writeRevisionCursor(kept);
  }
}

export interface RevisionPage {
  revisions: readonly ArticleRevision[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of the earlier versions of an article.' })
export class RevisionConnection {
  @Field(() => [RevisionEdge], { description: 'The versions of this page, the latest first.' })
  readonly edges: readonly RevisionEdge[];

  constructor(private readonly page: RevisionPage) {
    this.edges = page.revisions.map((kept) => new RevisionEdge(kept));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many earlier versions are kept.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}
