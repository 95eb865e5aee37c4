import { registerEnumType } from 'type-graphql';

/** Why a reader reports a comment. */
export enum ReportReason {
  SPAM = 'SPAM',
  ABUSE = 'ABUSE',
  FALSEHOOD = 'FALSEHOOD',
  PRIVACY = 'PRIVACY',
  OFF_TOPIC = 'OFF_TOPIC',
  OTHER = 'OTHER',
}

registerEnumType(ReportReason, {
  name: 'ReportReason',
  description: 'Why a reader reports a comment.',
  valuesConfig: {
    SPAM: { description: 'Advertising, or the same again and again.' },
    ABUSE: { description: 'Insults, threats, hatred.' },
    FALSEHOOD: { description: 'Something untrue that does harm.' },
    PRIVACY: { description: 'Somebody’s address, number or other private matter.' },
    OFF_TOPIC: { description: 'Nothing to do with the article.' },
    OTHER: { description: 'Something else; "text" says what.' },
  },
});
