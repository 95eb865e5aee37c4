import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../../platform/graphql/count.scalar';
import { PageInfo } from '../../platform/graphql/page-info.type';
import { UserError } from '../../platform/graphql/user-error.type';
import { Section } from '../../sections/section.entity';
import type { PlacementAct as Act, RankedRail } from './placement';
import { BuriedRail } from './placement.input';
import { type PlacementState as State, type StoredPlacement, stateOf } from './stored-placement';

export const PlacementAct: { readonly [act in Act]: act } = { PIN: 'PIN', BURY: 'BURY', BOOST: 'BOOST' };

registerEnumType(PlacementAct, {
  name: 'PlacementAct',
  description: 'What an editor does with an article on the ranked lists.',
  valuesConfig: {
    PIN: { description: 'It holds a place, whoever is read.' },
    BURY: { description: 'It is off the lists.' },
    BOOST: { description: 'Its score is multiplied: it counts more, or less.' },
  },
});

export const PlacementState: { readonly [state in State]: state } = {
  COMING: 'COMING',
  IN_FORCE: 'IN_FORCE',
  OVER: 'OVER',
  TAKEN_BACK: 'TAKEN_BACK',
};

registerEnumType(PlacementState, {
  name: 'PlacementState',
  description: 'Whether a placement holds.',
  valuesConfig: {
    COMING: { description: 'It begins later.' },
    IN_FORCE: { description: 'It has begun and is not over.' },
    OVER: { description: 'It has ended when it was to end.' },
    TAKEN_BACK: { description: 'It was taken back before its end.' },
  },
});

@ObjectType('RankingPlacement', {
  description: 'What an editor has done with an article on the ranked lists.',
})
export class PlacementType {
  @Field(() => ID, { description: 'A UUID that stays.' })
  readonly id: string;

  @Field(() => PlacementAct, { description: 'What was done.' })
  readonly act: Act;

  /** For the article. */
  readonly articleId: string;

  @Field(() => [BuriedRail], { description: 'The lists that it is for.' })
  readonly rails: readonly RankedRail[];

  @Field(() => Section, { nullable: true, description: 'The section whose list it is for; null for others.' })
  readonly section: Section | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The language whose list it is for; null for others. Without section and language a pin is for the list of ' +
      'the site, a bury or a boost for every list.',
  })
  readonly language: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a pin: the place, 1 to 5.' })
  readonly place: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a boost: what the score is multiplied by.' })
  readonly factor: number | null;

  @Field(() => String, { description: 'Why.' })
  readonly reason: string;

  @Field(() => String, { description: 'Who did it: a name, as it was then.' })
  readonly placedBy: string;

  @Field(() => Date, { description: 'When it was done.' })
  readonly placedAt: Date;

  @Field(() => Date, { description: 'Since when it holds, or from when on.' })
  readonly from: Date;

  @Field(() => Date, { description: 'When it ends.' })
  readonly until: Date;

  @Field(() => PlacementState, { description: 'Whether it holds.' })
  readonly state: State;

  @Field(() => Date, { nullable: true, description: 'When it was taken back; null if it was not.' })
  readonly takenBackAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Who took it back: a name, as it was then.' })
  readonly takenBackBy: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  readonly takenBackReason: string | null;

  constructor(placement: StoredPlacement, at: { section: Section | undefined; nowMs: number }) {
    this.id = placement.id;
    this.act = placement.act;
    this.articleId = placement.articleId;
    this.rails = placement.rails;
    this.section = at.section ?? null;
    this.language = placement.scope.language;
    this.place = placement.place;
    this.factor = placement.factor;
    this.reason = placement.reason;
    this.placedBy = placement.placedBy.name;
    this.placedAt = placement.placedAt;
    this.from = placement.from;
    this.until = placement.until;
    this.state = stateOf(placement, at.nowMs);
    this.takenBackAt = placement.takenBackAt;
    this.takenBackBy = placement.takenBackBy?.name ?? null;
    this.takenBackReason = placement.takenBackReason;
  }
}

@ObjectType('RankingPlacementEdge', { description: 'A placement in a list.' })
export class PlacementEdge {
  @Field(() => PlacementType, { description: 'The placement.' })
  node!: PlacementType;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  cursor!: string;
}

@ObjectType('RankingPlacementConnection', { description: 'A page of placements.' })
export class PlacementConnection {
  @Field(() => [PlacementEdge], { description: 'The placements of this page, in order.' })
  readonly edges: PlacementEdge[];

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  readonly pageInfo: PageInfo;

  constructor(
    { edges, pageInfo }: Pick<PlacementConnection, 'edges' | 'pageInfo'>,
    private readonly count: () => Promise<number>,
  ) {
    this.edges = edges;
    this.pageInfo = pageInfo;
  }

  @Field(() => Count, { description: 'How many placements the whole list has.' })
  totalCount(): Promise<number> {
    return this.count();
  }
}

@ObjectType('PlacementPayload', { description: 'What became of a placement.' })
export class PlacementPayload {
  @Field(() => PlacementType, {
    nullable: true,
    description: 'As it is now; null when nothing was written.',
  })
  placement!: PlacementType | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}
