import { recommendedClause, toldReaders } from '../../src/ranking/explain-recommended';
import { type RecommendedFigures, type ScorePart, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import { aCard } from '../builders/a-card';

const from = aCard({ number: 7, headline: 'Bridge closed' });
const nothing: RecommendedFigures = {
  readNext: [],
  readBefore: null,
  similar: null,
  sharedTags: [],
  section: 'Asia',
  shareOfReaders: 0,
};

const part = (kind: ScorePartKind, value: number): ScorePart => ({ kind, sinceMs: null, value });
const { READ_NEXT, READ_BEFORE, READ_NOW, READ_IN_SECTION, JUST_PUBLISHED, SIMILAR_TEXT } = ScorePartKind;
const readNext = (readers: number, of: number, isOfPage = true) => [
  { from, isOfPage, readers, of, adds: readers / of },
];

test.each([
  {
    parts: [part(READ_NEXT, 0.3)],
    known: { readNext: readNext(44, 142) },
    says: 'read next by 31 of the last 100 readers',
  },
  {
    parts: [part(READ_NEXT, 0.2)],
    known: { readNext: readNext(2, 7.2) },
    says: 'read next by 2 of the last 7 readers',
  },
  {
    parts: [part(READ_NEXT, 0.2)],
    known: { readNext: readNext(1, 1) },
    says: 'read next by the last reader',
  },
  {
    parts: [part(READ_NEXT, 0.001)],
    known: { readNext: readNext(0.2, 140) },
    says: 'read next by fewer than one of the last 100 readers',
  },
  {
    parts: [part(READ_NEXT, 0.3), part(READ_NOW, 0.01)],
    known: { readNext: readNext(5, 10, false) },
    says: 'read next by 5 of the last 10 readers of “Bridge closed”',
  },
  {
    parts: [part(READ_BEFORE, 0.1), part(READ_NEXT, 0.09)],
    known: { readBefore: { from, isOfPage: true }, readNext: readNext(1, 3) },
    says: 'read by others just before this article; read next by 1 of the last 3 readers',
  },
  {
    parts: [part(READ_BEFORE, 0.1), part(READ_NOW, 0.01)],
    known: { readBefore: { from, isOfPage: false } },
    says: 'read by others just before “Bridge closed”',
  },
  { parts: [part(JUST_PUBLISHED, 0.02)], known: {}, says: 'among the newest' },
  { parts: [part(READ_IN_SECTION, 0.2), part(READ_NOW, 0.01)], known: {}, says: 'popular in Asia' },
  {
    parts: [part(READ_NOW, 0.03), part(READ_IN_SECTION, 0.02)],
    known: { shareOfReaders: 0.0312 },
    says: 'read by 3.1 % of all readers at present; popular in Asia',
  },
  {
    parts: [part(READ_NOW, 1e-5)],
    known: { shareOfReaders: 1e-5 },
    says: 'read by fewer than 0.1 % of all readers at present',
  },
  {
    parts: [part(SIMILAR_TEXT, 0.1)],
    known: { similar: { to: from, similarity: 0.4, words: ['budget', 'tax', 'rates', 'council', 'fifth'] } },
    says: 'similar text: budget, tax, rates, council',
  },
  {
    parts: [part(SIMILAR_TEXT, 0.1)],
    known: { similar: { to: from, similarity: 0.4, words: [] } },
    says: 'similar text',
  },
])('reads "$says"', ({ parts, known, says }) => {
  expect(recommendedClause(RankReason.READ_NOW, { parts }, { ...nothing, ...known })).toBe(says);
});

test.each([
  {
    reason: RankReason.SAME_TOPIC,
    sharedTags: ['Rain', 'Floods'],
    says: 'About the same topic: Rain, Floods',
  },
  { reason: RankReason.SAME_TOPIC, sharedTags: [], says: 'About the same topic' },
  { reason: RankReason.NEWEST, sharedTags: [], says: 'Among the newest' },
])('without a score reads "$says"', ({ reason, sharedTags, says }) => {
  expect(recommendedClause(reason, { parts: [] }, { ...nothing, sharedTags })).toBe(says);
});

test.each([
  { readers: 44, of: 142, told: { readers: 31, of: 100 } },
  { readers: 3.4, of: 11.6, told: { readers: 4, of: 12 } },
  { readers: 0, of: 0, told: { readers: 0, of: 1 } },
])('$readers of $of are told as whole readers', ({ readers, of, told }) => {
  expect(toldReaders({ readers, of })).toEqual(told);
});
