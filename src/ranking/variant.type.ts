import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const Variant = { A: 'A', B: 'B' } as const;
export type Variant = keyof typeof Variant;

/** Of an argument. */
export const VARIANT =
  'What experimentVariants says that the reader sees on this rail. Where no experiment runs it changes nothing, nor ' +
  'for a request with Sec-GPC: 1, or DNT: 1 where that is honoured. Later pages are asked for with the same.';

registerEnumType(Variant, {
  name: 'Variant',
  description: 'One of the two that an experiment compares.',
  valuesConfig: {
    A: { description: 'The list as its rule has it.' },
    B: { description: 'The list with the settings that are tried.' },
  },
});

@ObjectType('ListExperiment', { description: 'Which variant of which experiment a list is.' })
export class ListExperiment {
  @Field(() => ID, { description: 'The experiment.' })
  id!: string;

  @Field(() => Variant, { description: 'The variant that this list is.' })
  variant!: Variant;

  @Field(() => String, {
    description:
      'To be reported with impressions of this list and with clicks on it: it names the experiment, the variant and ' +
      'the snapshot, the same for all readers. It is good for a day.',
  })
  token!: string;
}
