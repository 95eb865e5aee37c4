import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { UserError } from '../platform/graphql/user-error.type';

export const ViewStatus = {
  COUNTED: 'COUNTED',
  REPEAT: 'REPEAT',
  KEPT: 'KEPT',
  BOT: 'BOT',
  STAFF: 'STAFF',
  REFUSED: 'REFUSED',
} as const;
export type ViewStatus = keyof typeof ViewStatus;

registerEnumType(ViewStatus, {
  name: 'ViewStatus',
  description: 'What became of a reported view.',
  valuesConfig: {
    COUNTED: { description: 'It was counted.' },
    REPEAT: {
      description: 'The same visitor has read the article in the last 30 to 45 minutes: not counted again.',
    },
    KEPT: {
      description:
        'The counter cannot be reached; this process keeps the view and counts it when it can. Do not send it again.',
    },
    BOT: { description: 'A machine asked, or a browser that loads ahead: counted apart.' },
    STAFF: { description: 'The publisher itself was reading: counted apart.' },
    REFUSED: { description: 'It could not be counted; userErrors says why.' },
  },
});

@ObjectType({ description: 'What became of a reported view.' })
export class RecordViewPayload {
  @Field(() => ViewStatus, { description: 'What became of it.' })
  status!: ViewStatus;

  @Field(() => Count, {
    nullable: true,
    description:
      'All views of the article since counting began: by readers, repeats left out, without bots, staff and what has ' +
      'been excluded; this one is among them if it was counted. Null where it was refused or kept, or where they ' +
      'cannot be read.',
  })
  views!: number | null;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of each view of a batch.' })
export class RecordViewsPayload {
  @Field(() => [RecordViewPayload], {
    description: 'One for each view, in their order; empty when the batch as a whole was refused.',
  })
  outcomes!: RecordViewPayload[];

  @Field(() => [UserError], { description: 'Why the batch as a whole was refused; else empty.' })
  userErrors!: UserError[];
}
