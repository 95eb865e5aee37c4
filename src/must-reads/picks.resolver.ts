import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { Clock } from '../platform/clock';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import { pageInfoOf } from '../platform/graphql/page-info.type';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { isTimeOfReaders } from './check-pick';
import type { PickEditor } from './edit-picks';
import { MustReadPick } from './must-read-pick.entity';
import { PickMustReadInput, UpdatePickInput } from './pick.input';
import {
  MustReadPickConnection,
  PickPayload,
  PickState,
  RemovePickPayload,
  ReorderPinsPayload,
  stateOf,
} from './pick.type';
import type { PickEditingRepository } from './pick-editing.repository';

const CURSOR = 'must-read-picks';

export interface PicksResolverParts {
  editor: PickEditor;
  picks: PickEditingRepository;
  cards: CardCache;
  clock: Clock;
}

@Resolver(() => MustReadPick)
export class PicksResolver {
  constructor(private readonly parts: PicksResolverParts) {}

  @Authorized(Scope.PICKS_WRITE)
  @Query(() => MustReadPickConnection, {
    description:
      'Picks by when they begin: the latest first, of those to come the next first. Needs the scope PICKS_WRITE.',
  })
  async mustReadPicks(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
    @Arg('state', () => PickState, { nullable: true, description: 'Those in this state alone.' })
    state: PickState | null,
  ): Promise<MustReadPickConnection> {
    const { picks, clock } = this.parts;
    const wanted = readFirst(first);
    const name = `${CURSOR}:${state ?? 'ALL'}`;
    const place = after == null ? undefined : placeOf(name, after);
    const nowMs = clock.nowMs();
    const page = { state: state ?? undefined, nowMs, after: place, limit: wanted + 1 };
    const found = await picks.page(page);
    const edges = found
      .slice(0, wanted)
      .map((node) => ({ node, cursor: writeCursor(name, [node.from.getTime(), node.id]) }));
    const more = { hasNextPage: found.length > wanted, hasPreviousPage: place !== undefined };
    return new MustReadPickConnection({ edges, pageInfo: pageInfoOf(edges, more) }, () =>
      picks.count(state ?? undefined, nowMs),
    );
  }

  @Authorized(Scope.PICKS_WRITE)
  @Mutation(() => PickPayload, {
    description:
      'Picks an article for the Must-Reads; it shows within a second. Needs the scope PICKS_WRITE.',
  })
  pickMustRead(
    @Arg('input', () => PickMustReadInput, { description: 'The pick.' }) input: PickMustReadInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<PickPayload> {
    const act = async () => ({ pick: await this.parts.editor.pick(caller as Account, input) });
    return answerOrUserErrors(act, { pick: null });
  }

  @Authorized(Scope.PICKS_WRITE)
  @Mutation(() => PickPayload, { description: 'Changes a pick. Needs the scope PICKS_WRITE.' })
  updatePick(
    @Arg('input', () => UpdatePickInput, { description: 'The change.' }) input: UpdatePickInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<PickPayload> {
    const act = async () => ({ pick: await this.parts.editor.update(caller as Account, input) });
    return answerOrUserErrors(act, { pick: null });
  }

  @Authorized(Scope.PICKS_WRITE)
  @Mutation(() => RemovePickPayload, { description: 'Takes a pick back. Needs the scope PICKS_WRITE.' })
  removePick(
    @Arg('id', () => ID, { description: 'The id of the pick.' }) id: string,
    @Ctx() { caller }: RequestContext,
  ): Promise<RemovePickPayload> {
    const act = async () => ({ deletedId: await this.parts.editor.remove(caller as Account, id) });
    return answerOrUserErrors(act, { deletedId: null });
  }

  @Authorized(Scope.PICKS_WRITE)
  @Mutation(() => ReorderPinsPayload, {
    description: 'Puts the pinned picks in an order. Needs the scope PICKS_WRITE.',
  })
  reorderPins(
    @Arg('ids', () => [ID], {
      description: 'Pinned picks by their ids, in the order wanted, up to 100; those not named follow.',
    })
    ids: string[],
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Required with every order: why, in 3 to 500 characters. It stays in the audit log.',
    })
    reason: string | null,
    @Ctx() { caller }: RequestContext,
  ): Promise<ReorderPinsPayload> {
    const act = async () => ({
      pins: await this.parts.editor.reorderPins(caller as Account, { ids, reason }),
    });
    return answerOrUserErrors(act, { pins: null });
  }

  @FieldResolver(() => PickState, { description: 'Whether it holds.' })
  state(@Root() pick: MustReadPick): PickState {
    return stateOf(pick, this.parts.clock.nowMs());
  }

  @FieldResolver(() => ArticleCard, {
    nullable: true,
    description:
      'What was picked. Null while readers may not see it, unless the caller has the scope ARTICLES_READ.',
  })
  async article(
    @Root() pick: MustReadPick,
    @Ctx() { caller }: RequestContext,
  ): Promise<ArticleCard | undefined> {
    const { cards, clock } = this.parts;
    const [card] = await cards.byIds([pick.articleId]);
    const isShown = card && (isPublic(card, clock.nowMs()) || caller.may(Scope.ARTICLES_READ));
    return isShown ? card : undefined;
  }
}

function placeOf(name: string, cursor: string): { atMs: number; id: string } {
  const [atMs, id, ...rest] = readCursor(name, cursor);
  const known = typeof id === 'string' ? readUuid(id) : undefined;
  if (!isTimeOfReaders(atMs as number) || known === undefined || rest.length > 0) throw wrongCursor();
  return { atMs: atMs as number, id: known };
}
