import { URLResolver } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { Author } from '../authors/author.entity';
import { Image } from '../images/image.entity';
import { Section } from '../sections/section.entity';
import { ArticleStatus } from './article-status';
import { Correction } from './correction.entity';
import { Tag } from './tag.entity';

// What every list shows of an article and what an article page begins with: all but the body. Cards live in memory
// (card-cache.ts), so that a rail costs no SQL; the API's type Article is a card, and what is not on it has a resolver.
@ObjectType('Article', { description: 'A piece of journalism.' })
export class ArticleCard {
  @Field(() => ID, { description: 'A UUID that stays.' })
  id!: string;

  /** The short id: the member in every sorted set. */
  number!: number;

  @Field(() => String, { description: 'The name in addresses; unique.' })
  slug!: string;

  @Field(() => String, { description: 'Plain text.' })
  headline!: string;

  @Field(() => String, { description: 'The sentence under the headline; plain text, may be empty.' })
  standfirst!: string;

  @Field(() => String, { description: 'The language it is written in, as a BCP 47 tag: en, ko, pt-BR.' })
  language!: string;

  @Field(() => ArticleStatus, { description: 'Where the article stands.' })
  status!: ArticleStatus;

  @Field(() => Date, {
    nullable: true,
    description: 'When readers could first see it, or will.',
  })
  publishedAt!: Date | null;

  @Field(() => Date, { description: 'When its text or its surroundings last changed.' })
  updatedAt!: Date;

  createdAt!: Date;

  @Field(() => URLResolver, {
    nullable: true,
    description: 'The address that search engines should know it by.',
  })
  canonicalUrl!: string | null;

  sectionId!: string;

  @Field(() => Section, { description: 'The section it stands in.' })
  section!: Section;

  @Field(() => [Author], { description: 'The byline, in its order.' })
  authors!: Author[];

  @Field(() => [Tag], { description: 'What it is about.' })
  tags!: Tag[];

  @Field(() => Image, { nullable: true, description: 'The picture at its head.' })
  leadImage!: Image | null;

  @Field(() => [Correction], { description: 'What has been put right in it, the latest first.' })
  corrections!: Correction[];
}

/** Whether readers may see it at that time: published, and not before its time. */
export function isPublic(card: Pick<ArticleCard, 'status' | 'publishedAt'>, nowMs: number): boolean {
  return (
    card.status === ArticleStatus.PUBLISHED &&
    card.publishedAt !== null &&
    card.publishedAt.getTime() <= nowMs
  );
}
