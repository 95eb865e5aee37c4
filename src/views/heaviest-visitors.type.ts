import { Field, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { ExcludedArticle } from './exclusion.type';

@ObjectType({ description: 'A visitor with many views.' })
export class HeavyVisitorType {
  @Field(() => String, { description: 'Its pseudonym of that day: what excludeViews takes as visitorHash.' })
  visitorHash!: string;

  @Field(() => Count, {
    description:
      'How many views of this visitor were read in that time and are kept one by one: counted ones, without repeats, ' +
      'whether they were excluded or not.',
  })
  views!: number;

  @Field(() => Count, {
    description: 'Of them, how many moved no ranking, being above the cap of the visitor or of its network.',
  })
  viewsAboveCap!: number;

  @Field(() => Date, { description: 'When its first view of that time was read.' })
  firstAt!: Date;

  @Field(() => Date, { description: 'When its last one was.' })
  lastAt!: Date;

  @Field(() => [ExcludedArticle], {
    description: 'The articles that it viewed most, at most ten, most first.',
  })
  articles!: ExcludedArticle[];
}

@ObjectType({
  description: 'The visitors with the most views in a time, as far as views are kept one by one.',
})
export class HeaviestVisitorsType {
  @Field(() => [HeavyVisitorType], { description: 'The visitors, most views first.' })
  visitors!: HeavyVisitorType[];

  @Field(() => Count, {
    description: 'How many views of that time are kept one by one, whether they were excluded or not.',
  })
  views!: number;

  @Field(() => Count, {
    description: 'Of them, how many name no visitor: who read asked for privacy, or was forgotten.',
  })
  viewsWithoutVisitor!: number;

  @Field(() => Count, { description: 'How many visitors the others are of.' })
  visitorCount!: number;
}
