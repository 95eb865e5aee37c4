import { byPartition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { countCoVisits } from './count-co-visits.script';
import { NO_CLICKS, type OnwardClicks } from './formulas/back-off';
import { CLICKS_SO_FAR, type CoVisit, LANDMARK, onwardClicks } from './neighbour-board';
import { neighbourBoardKey } from './neighbour-keys';

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
    const flat = await this.redis.client.zrange(neighbourBoardKey(article), 0, -1, 'REV', 'WITHSCORES');
    const scores: [string, number][] = [];
    let [clicks, landmark] = [0, NaN];
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [member, score] = [flat[at]!, Number(flat[at + 1])];
      if (member === CLICKS_SO_FAR) clicks = score;
      else if (member === LANDMARK) landmark = score;
      else scores.push([member, score]);
    }
    return Number.isNaN(landmark) ? NO_CLICKS : onwardClicks({ scores, clicks, landmark }, nowMs);
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
