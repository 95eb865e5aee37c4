import { byPartition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { countCoVisits } from './count-co-visits.script';
import { NO_CLICKS, type OnwardClicks } from './formulas/back-off';
import { type CoVisit, onwardClicks } from './neighbour-board';
import { neighbourBoardKey, neighbourClockKey } from './neighbour-keys';

/** More would keep Redis busy for too long at a stretch. */
const VISITS_PER_CALL = 128;

export class NeighbourBoardStore {
  constructor(private readonly redis: RedisConnection) {}

  /** Never sent again: after an error some may have been counted, and none is counted twice. */
  async count(visits: readonly CoVisit[], nowMs: number): Promise<void> {
    const calls: CoVisit[][] = [];
    for (const ofPartition of byPartition(visits, (visit) => visit.from).values()) {
      for (let at = 0; at < ofPartition.length; at += VISITS_PER_CALL) {
        calls.push(ofPartition.slice(at, at + VISITS_PER_CALL));
      }
    }
    await Promise.all(calls.map((call) => runScript(this.redis, countCoVisits, byArticle(call), nowMs)));
  }

  /** Where the readers of the article went on to. */
  async read(article: number, nowMs: number): Promise<OnwardClicks> {
    // Together: a rescale between the two would pair old scores with the new landmark.
    const [clock, flat] = (await this.redis.readTogether((commands) => {
      commands.hmget(neighbourClockKey(article), 'clicks', 'landmark');
      commands.zrange(neighbourBoardKey(article), 0, -1, 'REV', 'WITHSCORES');
    })) as [(string | null)[], string[]];
    if (clock[1] == null) return NO_CLICKS;
    const scores: [string, number][] = [];
    for (let at = 0; at + 1 < flat.length; at += 2) scores.push([flat[at]!, Number(flat[at + 1])]);
    return onwardClicks({ scores, clicks: Number(clock[0] ?? 0), landmark: Number(clock[1]) }, nowMs);
  }
}

function byArticle(visits: readonly CoVisit[]): Map<number, CoVisit[]> {
  const groups = new Map<number, CoVisit[]>();
  for (const visit of visits) {
    const group = groups.get(visit.from);
    if (group) group.push(visit);
    else groups.set(visit.from, [visit]);
  }
  return groups;
}
