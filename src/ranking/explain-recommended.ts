// Why something is recommended, in words: "read next by 31 of the last 100 readers", "similar text: budget, tax",
// "popular in Asia"; the part that adds most first, and a second one where it adds much too.

import {
  type RankFigures,
  type ReadBeforeFigures,
  type ReadNextFigures,
  type RecommendedFigures,
  ScorePartKind,
} from './rank-figures';
import { RankReason } from './rank-reason';

/** Nobody looks back further: an article's own clock halves what is known with every hundred. */
const LAST_READERS = 100;
/** A part that adds less than this of the score is not worth a word beside the first. */
const WORTH_A_WORD = 0.25;
const WORDS_TOLD = 4;

export function recommendedClause(
  reason: RankReason,
  { parts }: Pick<RankFigures, 'parts'>,
  recommended: RecommendedFigures,
): string {
  const score = parts.reduce((sum, { value }) => sum + value, 0);
  if (score === 0) return withoutScore(reason, recommended);
  const clauses = [...parts]
    .sort((one, other) => other.value - one.value)
    .filter(({ value }, place) => place === 0 || (place === 1 && value >= score * WORTH_A_WORD))
    .map(({ kind }) => clauseOf(kind, recommended));
  return clauses.filter((clause) => clause !== undefined).join('; ');
}

function clauseOf(kind: ScorePartKind, recommended: RecommendedFigures): string | undefined {
  switch (kind) {
    case ScorePartKind.READ_NEXT:
      return readNextClause(recommended.readNext[0]);
    case ScorePartKind.READ_IN_SECTION:
      return `popular in ${recommended.section}`;
    case ScorePartKind.READ_BEFORE:
      return readBeforeClause(recommended.readBefore);
    case ScorePartKind.JUST_PUBLISHED:
      return 'among the newest';
    case ScorePartKind.SIMILAR_TEXT:
      return similarClause(recommended);
    default:
      return `read by ${shareOf(recommended.shareOfReaders)} of all readers at present`;
  }
}

function readNextClause(first: ReadNextFigures | undefined): string | undefined {
  if (first === undefined) return undefined;
  const { readers, of } = toldReaders(first);
  const whose = first.isOfPage ? '' : ` of “${first.from.headline}”`;
  if (of === 1) return `read next by the last reader${whose}`;
  const few = readers === 0 ? 'fewer than one' : String(readers);
  return `read next by ${few} of the last ${of} readers${whose}`;
}

function readBeforeClause(first: ReadBeforeFigures | null): string | undefined {
  if (first === null) return undefined;
  return `read by others just before ${first.isOfPage ? 'this article' : `“${first.from.headline}”`}`;
}

/** In whole readers, of the last hundred at most. */
export function toldReaders({ readers, of }: Pick<ReadNextFigures, 'readers' | 'of'>): {
  readers: number;
  of: number;
} {
  const last = Math.min(LAST_READERS, Math.max(1, Math.round(of)));
  return { readers: of > 0 ? Math.round((readers / of) * last) : 0, of: last };
}

function similarClause({ similar }: RecommendedFigures): string {
  const words = similar?.words.slice(0, WORDS_TOLD).join(', ') ?? '';
  return words === '' ? 'similar text' : `similar text: ${words}`;
}

function withoutScore(reason: RankReason, { sharedTags }: RecommendedFigures): string {
  if (reason === RankReason.EARLIER) return 'It was on the list when its first page was asked for';
  if (reason !== RankReason.SAME_TOPIC) return 'Among the newest';
  return sharedTags.length === 0
    ? 'About the same topic'
    : `About the same topic: ${sharedTags.slice(0, WORDS_TOLD).join(', ')}`;
}

function shareOf(share: number): string {
  const percent = share * 100;
  const told = percent >= 9.95 ? Math.round(percent) : Math.round(percent * 10) / 10;
  return told === 0 ? 'fewer than 0.1 %' : `${told} %`;
}
