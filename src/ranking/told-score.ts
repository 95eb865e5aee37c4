// A score and its parts as they are told: rounded so that the parts, as they are printed, add up to the score exactly,
// and the score is the true one, rounded. Each part rounded by itself would be off by up to as many halves of the last
// digit as there are parts; by largest remainders (Hamilton's method) none is off by more than one of them.

import type { ScorePart } from './rank-figures';

/** The finest that is told: whole steps of it are added up without an error. */
const FINEST = 1e7;
const COARSE = 1e3;
/** What the sum of parts may differ by from a score that was worked out in another order. */
const HAIR = 1e-6;

/** The eye needs three digits, and the lists are sorted before they are sent. */
const stepsFor = (score: number): number => (Math.abs(score) >= 1 ? COARSE : FINEST);

/** To four digits: what is kept of a list of the past. */
export function stepsForFourDigits(score: number): number {
  if (score === 0) return FINEST;
  const digits = 3 - Math.floor(Math.log10(Math.abs(score)));
  return 10 ** Math.min(Math.max(digits, 0), 7);
}

/** The parts as they are told; their sum is the score, rounded. Told again, they are the same. */
export function toldParts(parts: readonly ScorePart[], stepsOf = stepsFor): readonly ScorePart[] {
  if (parts.length === 0) return parts;
  const steps = stepsOf(sumOf(parts));
  const exact = parts.map(({ value }) => value * steps);
  const whole = exact.map((value) => Math.floor(value + HAIR));
  const missing = Math.round(sumOf(parts) * steps) - whole.reduce((sum, value) => sum + value, 0);
  const byRemainder = [...exact.keys()].sort((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!));
  for (const index of byRemainder.slice(0, Math.max(missing, 0))) whole[index]!++;
  return parts.map((part, index) => ({ ...part, value: whole[index]! / steps }));
}

/** The sum of parts as they are told, to the last digit. */
export function sumOfTold(parts: readonly ScorePart[]): number {
  return parts.reduce((sum, { value }) => sum + Math.round(value * FINEST), 0) / FINEST;
}

/** Where a score is known without all of its parts, it is told beside them. */
export function isSumOfParts(score: number, parts: readonly ScorePart[]): boolean {
  return Math.abs(score - sumOf(parts)) <= HAIR * Math.max(1, Math.abs(score));
}

export function toldScore(score: number, parts: readonly ScorePart[]): number {
  if (isSumOfParts(score, parts)) return sumOfTold(toldParts(parts));
  const steps = stepsFor(score);
  return Math.round(score * steps) / steps;
}

function sumOf(parts: readonly ScorePart[]): number {
  let sum = 0;
  for (const { value } of parts) sum += value;
  return sum;
}
