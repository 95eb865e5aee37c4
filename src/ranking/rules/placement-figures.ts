// What an explanation tells of a pin or a boost.

import { type PlacementFigures, type RankFigures, ScorePartKind } from '../rank-figures';
import type { Placement } from './placement';

export function pinnedFigures(figures: RankFigures, pin: Placement): RankFigures {
  return { ...figures, placement: placementFigures(pin) };
}

/** @param added to the score by the boost: less than nothing where it counts less */
export function boostedFigures(figures: RankFigures, added: number, boost: Placement): RankFigures {
  const part = { kind: ScorePartKind.BOOST, sinceMs: null, value: added };
  return { ...figures, parts: [...figures.parts, part], placement: placementFigures(boost) };
}

function placementFigures({ act, reason, untilMs, place, factor }: Placement): PlacementFigures {
  return { act: act === 'PIN' ? 'PIN' : 'BOOST', reason, untilMs, place, factor };
}
