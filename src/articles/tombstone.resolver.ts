import { Arg, ID, Query, Resolver } from 'type-graphql';
import { readIdOrSlug, readUuid } from '../platform/graphql/id-or-slug';
import type { TombstoneRepository } from './tombstone.repository';
import { Tombstone } from './tombstone.type';

@Resolver()
export class TombstoneResolver {
  constructor(private readonly tombstones: TombstoneRepository) {}

  @Query(() => Tombstone, {
    nullable: true,
    description:
      'What is left of a withdrawn article, so that its page can answer 410 with the reason. Null when there is no ' +
      'such article, or it is public, or it never was.',
  })
  async tombstone(
    @Arg('id', () => ID, { nullable: true, description: 'The id of the article.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug.' }) slug: string | null,
  ): Promise<Tombstone | null> {
    const wanted = readIdOrSlug({ id, slug });
    if ('slug' in wanted) return this.tombstones.ofSlug(wanted.slug);
    const known = readUuid(wanted.id);
    return known === undefined ? null : this.tombstones.ofId(known);
  }
}
