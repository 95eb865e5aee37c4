import { Field, ObjectType } from 'type-graphql';
import { Tag } from '../articles/tag.entity';
import { Author } from '../authors/author.entity';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo } from '../platform/graphql/page-info.type';

@ObjectType({ description: 'A tag in a list for editors.' })
export class TagEdge {
  @Field(() => Tag, { description: 'The tag.' })
  node!: Tag;

  @Field(() => Count, { description: 'How many articles have it, whatever their status.' })
  articleCount!: number;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  cursor!: string;
}

@ObjectType({ description: 'A page of tags.' })
export class TagConnection {
  @Field(() => [TagEdge], { description: 'The tags of this page, in order.' })
  edges!: TagEdge[];

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Count, { description: 'How many tags the whole list has.' })
  totalCount!: number;
}

@ObjectType({ description: 'An author in a list for editors.' })
export class AuthorEdge {
  @Field(() => Author, { description: 'The author.' })
  node!: Author;

  @Field(() => Count, { description: 'How many articles bear the name, whatever their status.' })
  articleCount!: number;

  @Field(() => String, { description: 'The place in the list, to be given as "after".' })
  cursor!: string;
}

@ObjectType({ description: 'A page of authors.' })
export class AuthorConnection {
  @Field(() => [AuthorEdge], { description: 'The authors of this page, in order.' })
  edges!: AuthorEdge[];

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Count, { description: 'How many authors the whole list has.' })
  totalCount!: number;
}
