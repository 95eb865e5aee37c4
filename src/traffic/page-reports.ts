// What the page of a reader reports beside the view: the rails that came into sight, and for how many seconds he was
// engaged. As the view, it is invented: some scroll to the foot of the page and most do not, and nobody reads all the
// time that a page is open.

import type { Rail } from '../views/view-source';
import { Chance } from './chance';
import type { Stay } from './generate';
import { railNames, type ShownRails } from './onward-choice';

export interface RailReport {
  rail: Rail;
  visitor: string;
  eventId: string;
  occurredAtMs: number;
  shown: { articleId: string; slot: number }[];
}

export interface HeartbeatReport {
  articleId: string;
  visitor: string;
  eventId: string;
  occurredAtMs: number;
  seconds: number;
}

/** How often a reader scrolls so far that the rail comes into sight. */
const reach: Readonly<Record<keyof ShownRails, number>> = {
  popularNow: 0.9,
  latest: 0.7,
  mustReads: 0.6,
  youMayAlsoLike: 0.5,
  trending: 0.7,
};
const ENGAGED = { least: 0.3, most: 0.9 };
const HEARTBEAT_MS = 15_000;

/** Once the page has been opened; who goes on from a rail has seen it. */
export function railsSeen(stay: Stay): RailReport[] {
  const { visit, shown, choice } = stay;
  const chance = chanceOf(stay, 'rails');
  const names = (Object.keys(reach) as (keyof ShownRails)[]).filter((name) => {
    const isReached = chance.isTrue(reach[name]);
    return shown[name].length > 0 && (isReached || choice?.rail === railNames[name]);
  });
  return names.map((name) => ({
    ...{ rail: railNames[name], visitor: visit.visitor.id, occurredAtMs: visit.atMs },
    eventId: `${eventOf(stay)} ${railNames[name]}`,
    shown: shown[name].map((articleId, index) => ({ articleId, slot: index + 1 })),
  }));
}

/** At the end of the stay, all together: as a page sends what it has gathered when it is left. */
export function heartbeats(stay: Stay): HeartbeatReport[] {
  const { visit, dwellMs } = stay;
  const engaged = chanceOf(stay, 'heartbeats').between(ENGAGED.least, ENGAGED.most);
  const beats: HeartbeatReport[] = [];
  for (let fromMs = 0; fromMs < dwellMs; fromMs += HEARTBEAT_MS) {
    const ofMs = Math.min(HEARTBEAT_MS, dwellMs - fromMs);
    const seconds = Math.round((engaged * ofMs) / 1_000);
    if (seconds === 0) continue;
    beats.push({
      ...{ articleId: visit.story.id, visitor: visit.visitor.id, seconds },
      eventId: `${eventOf(stay)} ${beats.length}`,
      occurredAtMs: visit.atMs + fromMs + ofMs,
    });
  }
  return beats;
}

/** A visitor opens one page at a time. */
const eventOf = ({ visit }: Stay): string => `${visit.visitor.id} ${Math.round(visit.atMs)}`;

/** A stream of its own: what is reported changes nothing of who reads what. */
function chanceOf(stay: Stay, name: string): Chance {
  return new Chance(`${eventOf(stay)}/${name}`);
}
