import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum ShareService {
  X = 'X',
  FACEBOOK = 'FACEBOOK',
  LINE = 'LINE',
  KAKAOTALK = 'KAKAOTALK',
  WHATSAPP = 'WHATSAPP',
  EMAIL = 'EMAIL',
  COPY = 'COPY',
}

registerEnumType(ShareService, {
  name: 'ShareService',
  description: 'A place where a reader can share an article.',
  valuesConfig: {
    X: { description: 'A post on X.' },
    FACEBOOK: { description: 'A post on Facebook.' },
    LINE: { description: 'A message on LINE.' },
    KAKAOTALK: {
      description:
        'A message on KakaoTalk. Without KAKAO_APP_KEY its url is that of the article, for Kakao.Share.sendScrap.',
    },
    WHATSAPP: { description: 'A message on WhatsApp.' },
    EMAIL: { description: 'An e-mail: a mailto URL with subject and text.' },
    COPY: { description: 'The URL of the article itself, to be copied.' },
  },
});

@ObjectType({ description: 'A link that shares an article.' })
export class ShareLink {
  @Field(() => ShareService, { description: 'Where it shares.' })
  service!: ShareService;

  @Field(() => String, { description: 'What to write on the button.' })
  name!: string;

  @Field(() => String, { description: 'The URL to open (for COPY: to copy).' })
  url!: string;
}
