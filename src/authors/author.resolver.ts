import { Arg, ID, Query, Resolver } from 'type-graphql';
import { readIdOrSlug, readUuid } from '../platform/graphql/id-or-slug';
import { Author } from './author.entity';
import type { AuthorRepository } from './author.repository';

@Resolver()
export class AuthorResolver {
  constructor(private readonly authors: AuthorRepository) {}

  @Query(() => Author, { nullable: true, description: 'An author by id or slug; null if there is none.' })
  async author(
    @Arg('id', () => ID, { nullable: true, description: 'The id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'The slug.' }) slug: string | null,
  ): Promise<Author | null> {
    const wanted = readIdOrSlug({ id, slug });
    if ('slug' in wanted) return this.authors.authorBySlug(wanted.slug);
    const known = readUuid(wanted.id);
    return known === undefined ? null : this.authors.authorById(known);
  }
}
