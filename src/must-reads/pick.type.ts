import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo } from '../platform/graphql/page-info.type';
import { UserError } from '../platform/graphql/user-error.type';
import { MustReadPick } from './must-read-pick.entity';

export const PickState = { ACTIVE: 'ACTIVE', COMING: 'COMING', PAST: 'PAST' } as const;
export type PickState = keyof typeof PickState;

registerEnumType(PickState, {
  name: 'PickState',
  description: 'Whether a pick holds.',
  valuesConfig: {
    ACTIVE: { description: 'It has begun and is not over.' },
    COMING: { description: 'It begins later.' },
    PAST: { description: 'It is over.' },
  },
});

export function stateOf({ from, to }: Pick<MustReadPick, 'from' | 'to'>, nowMs: number): PickState {
  if (from.getTime() > nowMs) return 'COMING';
  return to !== null && to.getTime() <= nowMs ? 'PAST' : 'ACTIVE';
}

@ObjectType({ description: 'A pick in a list.' })
export class MustReadPickEdge {
  @Field(() => MustReadPick, { description: 'The pick.' })
  node!: MustReadPick;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  cursor!: string;
}

@ObjectType({ description: 'A page of picks.' })
export class MustReadPickConnection {
  @Field(() => [MustReadPickEdge], { description: 'The picks of this page, in order.' })
  readonly edges: MustReadPickEdge[];

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  readonly pageInfo: PageInfo;

  constructor(
    { edges, pageInfo }: Pick<MustReadPickConnection, 'edges' | 'pageInfo'>,
    private readonly count: () => Promise<number>,
  ) {
    this.edges = edges;
    this.pageInfo = pageInfo;
  }

  @Field(() => Count, { description: 'How many picks the whole list has.' })
  totalCount(): Promise<number> {
    return this.count();
  }
}

@ObjectType({ description: 'What became of a pick.' })
export class PickPayload {
  @Field(() => MustReadPick, { nullable: true, description: 'As it is now; null when nothing was written.' })
  pick!: MustReadPick | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of a pick that was to be taken back.' })
export class RemovePickPayload {
  @Field(() => ID, { nullable: true, description: 'Its id; null when it is still there.' })
  deletedId!: string | null;

  @Field(() => [UserError], { description: 'Why it is still there; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of the order of the pinned picks.' })
export class ReorderPinsPayload {
  @Field(() => [MustReadPick], {
    nullable: true,
    description: 'All pinned picks that are not over, in their order; null when nothing was written.',
  })
  pins!: MustReadPick[] | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}
