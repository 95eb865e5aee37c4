import { Field, ID, InputType, Int } from 'type-graphql';
import type { ContentChanges, WantedImage } from './content-changes';

@InputType({
  description:
    'A picture: one that is known already, by its id alone, or a new one by what there is to say of it.',
})
export class ArticleImageInput implements WantedImage {
  @Field(() => ID, { nullable: true, description: 'The id of an image that is known already.' })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it lies: an http or https address, or a path from the root of the site.',
  })
  url?: string | null;

  @Field(() => String, { nullable: true, description: 'What it shows, for those who cannot see it.' })
  alt?: string | null;

  @Field(() => String, { nullable: true, description: 'The line under it.' })
  caption?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it or owns it.' })
  credit?: string | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  height?: number | null;
}

@InputType()
export abstract class ArticleTextInput implements ContentChanges {
  @Field(() => String, { nullable: true, description: 'Plain text, at most 300 characters.' })
  headline?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The sentence under the headline: plain text, at most 1,000 characters.',
  })
  standfirst?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'HTML, at most 1,000,000 characters. Scripts, styles, frames and event handlers are taken out before it is ' +
      'stored, and so is every address that is not http, https or mailto.',
  })
  body?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids or slugs of its authors, in the order of the byline.',
  })
  authors?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What it is about, in a word or two each. A tag that does not exist yet is made.',
  })
  tags?: string[] | null;

  @Field(() => ArticleImageInput, { nullable: true, description: 'The picture at its head.' })
  leadImage?: ArticleImageInput | null;

  @Field(() => [ArticleImageInput], {
    nullable: true,
    description:
      'The pictures in its text, in their order. One in the body that has the url of one of these needs no words of ' +
      'its own there.',
  })
  inlineImages?: ArticleImageInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The http or https address that search engines should know it by.',
  })
  canonicalUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The name in addresses. Without it, it is made from the headline. It stays once the article has been public.',
  })
  slug?: string | null;
}

@InputType({ description: 'A new draft. It may lack what it must have to be published.' })
export class CreateArticleInput extends ArticleTextInput {
  @Field(() => String, { description: 'The language it is written in, as a BCP 47 tag: en, ko, pt-BR.' })
  language!: string;

  @Field(() => ID, { description: 'The id or slug of the section that it stands in.' })
  section!: string;
}

@InputType()
export abstract class ChangedArticleTextInput extends ArticleTextInput {
  @Field(() => String, {
    nullable: true,
    description: 'Its language, as a BCP 47 tag; it cannot be cleared.',
  })
  language?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id or slug of its section; it cannot be cleared.' })
  section?: string | null;
}

@InputType({
  description: 'What of a text is to be different. What is left out stays as it is; null clears.',
})
export class ArticleChangesInput extends ChangedArticleTextInput {}

@InputType({
  description: 'What of an article is to be different. What is left out stays as it is; null clears.',
})
export class UpdateArticleInput extends ChangedArticleTextInput {
  @Field(() => ID, { description: 'The id of the article.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw. Nothing is written if there is a later one.' })
  version!: number;
}
