import { Field, InputType, Int } from 'type-graphql';
import type { ReportedVariant } from './reported-variant';

@InputType({
  description:
    'Which variant of an experiment the list was that a reader has seen. It counts for the experiment alone, and not ' +
    'for readers who ask not to be followed (Sec-GPC, DNT).',
})
export class ReportedVariantInput implements ReportedVariant {
  @Field(() => String, { description: 'The token that came with the list: experiment.token.' })
  token!: string;

  @Field(() => Int, {
    description:
      'The bucket of the reader, 0 to 199: drawn at random when the client first came, and kept by it. It is stored ' +
      'with no visitor.',
  })
  bucket!: number;
}
