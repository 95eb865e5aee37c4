import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { LanguageFallback, type LanguageShown } from './language-fallback';

registerEnumType(LanguageFallback, {
  name: 'LanguageFallback',
  description: 'How the language of a list was found.',
  valuesConfig: {
    NONE: { description: 'It is the one that was asked for.' },
    BROADER: {
      description:
        'There is no article in the one asked for; this is a broader one: pt where pt-BR was asked for.',
    },
    RELATED: {
      description:
        'There is none in a broader one either; this is the same language elsewhere, the one with the most articles: ' +
        'pt-PT where pt-BR was asked for.',
    },
    ALL: { description: 'There is no article in that language at all: articles in all languages are shown.' },
  },
});

@ObjectType({ description: 'In which language a list is shown.' })
export class RankedLanguage {
  @Field(() => String, { description: 'The BCP 47 tag that was asked for.' })
  readonly asked: string;

  @Field(() => String, {
    nullable: true,
    description: 'The BCP 47 tag of the articles that are shown; null for all languages.',
  })
  readonly shown: string | null;

  @Field(() => LanguageFallback, { description: 'How it was found.' })
  readonly fallback: LanguageFallback;

  constructor({ asked, shown, fallback }: LanguageShown) {
    this.asked = asked;
    this.shown = shown ?? null;
    this.fallback = fallback;
  }
}
