import { Arg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { readIdOrSlug } from '../platform/graphql/id-or-slug';
import { Section } from './section.entity';
import type { SectionTree } from './section-tree';

/** All of it from memory: the tree is small, and every list shows its badges. */
@Resolver(() => Section)
export class SectionResolver {
  constructor(private readonly tree: SectionTree) {}

  @Query(() => [Section], { description: 'All sections, each after the one that it stands under.' })
  sections(): Section[] {
    return this.tree.all();
  }

  @Query(() => Section, {
    nullable: true,
    description: 'A section by its id or its slug; null if there is none.',
  })
  section(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug.' }) slug: string | null,
  ): Section | undefined {
    const wanted = readIdOrSlug({ id, slug });
    return 'id' in wanted ? this.tree.get(wanted.id.toLowerCase()) : this.tree.bySlug(wanted.slug);
  }

  @FieldResolver(() => Section, { nullable: true, description: 'The section that it stands under, if any.' })
  parent(@Root() section: Section): Section | undefined {
    return section.parentId === null ? undefined : this.tree.get(section.parentId);
  }

  @FieldResolver(() => [Section], { description: 'The sections right under it, in their order.' })
  children(@Root() section: Section): Section[] {
    return this.tree.childrenOf(section.id);
  }
}
