import { ArticleStatus } from '../../src/articles/article-status';
import { isEligible } from '../../src/ranking/eligibility';
import { aCard } from '../builders/a-card';

const HOUR_MS = 3_600_000;
const NOW_MS = 10_000 * HOUR_MS;

test.each([
  { ageHours: 0, status: ArticleStatus.PUBLISHED, eligible: true },
  { ageHours: 336, status: ArticleStatus.PUBLISHED, eligible: true },
  { ageHours: 337, status: ArticleStatus.PUBLISHED, eligible: false },
  { ageHours: -1, status: ArticleStatus.PUBLISHED, eligible: false },
  { ageHours: 1, status: ArticleStatus.WITHDRAWN, eligible: false },
  { ageHours: 1, status: ArticleStatus.SCHEDULED, eligible: false },
])('$status at $ageHours h: $eligible', ({ ageHours, status, eligible }) => {
  const card = aCard({ number: 1, status, publishedAtMs: NOW_MS - ageHours * HOUR_MS });
  expect(isEligible(card, 14, NOW_MS)).toBe(eligible);
});
