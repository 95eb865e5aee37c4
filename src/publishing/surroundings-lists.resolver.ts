import { Arg, Authorized, Int, Query, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { BadUserInput } from '../platform/errors';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import { pageInfoOf } from '../platform/graphql/page-info.type';
import { isCleanText } from '../platform/graphql/text-input';
import type { Listed, SurroundingsListRepository } from './surroundings-list.repository';
import { AuthorConnection, TagConnection } from './surroundings-list.type';

const NAMED_MAX = 200;

interface Asked {
  first: number;
  after: string | null;
  named: string | null;
}

@Resolver()
export class SurroundingsListsResolver {
  constructor(private readonly lists: SurroundingsListRepository) {}

  @Authorized(Scope.ARTICLES_READ)
  @Query(() => TagConnection, { description: 'Tags by name, for editors. Needs the scope ARTICLES_READ.' })
  tags(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
    @Arg('named', () => String, { nullable: true, description: 'A part of the name or the slug.' })
    named: string | null,
  ): Promise<TagConnection> {
    return this.page('tag', { first, after, named });
  }

  @Authorized(Scope.ARTICLES_READ)
  @Query(() => AuthorConnection, {
    description: 'Authors by name, for editors. Needs the scope ARTICLES_READ.',
  })
  authors(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
    @Arg('named', () => String, { nullable: true, description: 'A part of the name or the slug.' })
    named: string | null,
  ): Promise<AuthorConnection> {
    return this.page('author', { first, after, named });
  }

  private async page<C extends TagConnection | AuthorConnection>(
    what: 'tag' | 'author',
    { first, after, named }: Asked,
  ): Promise<C> {
    const wanted = readFirst(first);
    if ((named?.length ?? 0) > NAMED_MAX) {
      throw new BadUserInput('named', `"named" has ${named?.length} characters; it may have ${NAMED_MAX}.`);
    }
    const kind = `list:${what}`;
    const place = after == null ? undefined : placeOf(kind, after);
    const found = await this.lists.page(what, {
      named: named ?? undefined,
      after: place,
      limit: wanted + 1,
    });
    const edges = found.slice(0, wanted).map((node: Listed) => ({
      node,
      articleCount: node.articleCount,
      cursor: writeCursor(kind, [node.place, node.id]),
    }));
    const more = { hasNextPage: found.length > wanted, hasPreviousPage: place !== undefined };
    const totalCount = await this.lists.count(what, named ?? undefined);
    return { edges, pageInfo: pageInfoOf(edges, more), totalCount } as unknown as C;
  }
}

function placeOf(kind: string, cursor: string): { place: string; id: string } {
  const [place, id, ...rest] = readCursor(kind, cursor);
  const known = typeof id === 'string' ? readUuid(id) : undefined;
  if (typeof place !== 'string' || !isCleanText(place) || known === undefined || rest.length > 0) {
    throw wrongCursor();
  }
  return { place, id: known };
}
