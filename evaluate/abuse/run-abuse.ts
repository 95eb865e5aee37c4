// What it brings to cheat: somebody who reloads a page ten thousand times, and somebody who takes another name with every
// few views. Both against the same newsroom without them: a rank moves where the lists differ.

import type { ShippingParts } from '../popular/shipping-path';
import { AttackedNewsroom, originOf } from './attacked-newsroom';

export interface ReloadOutcome {
  reloads: number;
  /** In the totals that readers see. */
  counted: number;
  listsCompared: number;
  /** Lists that were not the same, place by place, as without the reloads. */
  listsMoved: number;
}

export interface RotationOutcome {
  ids: number;
  reported: number;
  counted: number;
  /** What it weighs for ranking, and what it may weigh at most. */
  weight: number;
  networkCap: number;
  /** The same of a single one of the ids. */
  weightOfOne: number;
  visitorCap: number;
}

export interface AbuseOutcome {
  reload: ReloadOutcome;
  rotation: RotationOutcome;
}

export interface AbuseRules {
  reloads: number;
  ids: number;
  /** Articles that each id opens: as many as a visitor may, so that the network's cap alone holds them. */
  articlesPerId: number;
}

export const ABUSE: AbuseRules = { reloads: 10_000, ids: 200, articlesPerId: 30 };
/** What one alone opens, to see what its own cap leaves of it. */
const ARTICLES = 100;

const MINUTE_MS = 60_000;
/** The caps hold for ten minutes of the clock: each attack lies within one. */
const START_MS = Date.UTC(2026, 0, 12, 9);
const ATTACK_FROM_MS = START_MS + 10 * MINUTE_MS;
const ATTACK_UNTIL_MS = ATTACK_FROM_MS + 8 * MINUTE_MS;
const UNTIL_MS = ATTACK_FROM_MS + 15 * MINUTE_MS;
/** Readers a minute: neighbours are near enough that a few views more would be seen. */
const READERS = [30, 24, 19, 15, 12, 9.5, 7.5, 6, 4.8, 3.8, 3, 2.4];
/** The one that is to be lifted: the last, and below the fifth by a factor. */
const TARGET = READERS.length - 1;

export async function runAbuse(
  parts: ShippingParts,
  rules: AbuseRules,
  tell: (line: string) => void = () => undefined,
): Promise<AbuseOutcome> {
  tell('The newsroom without an attack');
  const calm = await listsWith(parts, 1);
  tell(`One reader who reloads ${rules.reloads.toLocaleString('en')} times`);
  const attacked = await listsWith(parts, rules.reloads);
  const listsMoved = calm.lists.filter((list, at) => list !== attacked.lists[at]).length;
  tell(`${rules.ids} ids of one network`);
  return {
    reload: {
      reloads: rules.reloads,
      counted: attacked.counted,
      listsCompared: calm.lists.length,
      listsMoved,
    },
    rotation: await rotateIds(parts, rules),
  };
}

/** Every list from the beginning of the attack to long after it, each as one line; the reader reads at least once. */
async function listsWith(
  parts: ShippingParts,
  reloads: number,
): Promise<{ lists: string[]; counted: number }> {
  const newsroom = await AttackedNewsroom.open(parts, { startMs: START_MS, articles: READERS.length });
  try {
    const lists: string[] = [];
    let counted = 0;
    let left = reloads;
    const steps = (ATTACK_UNTIL_MS - ATTACK_FROM_MS) / 10_000;
    const origin = originOf('81.2.69.142');
    await newsroom.readEvenly(READERS, UNTIL_MS, async (nowMs) => {
      if (nowMs > ATTACK_FROM_MS && nowMs <= ATTACK_UNTIL_MS && left > 0) {
        const now = Math.min(left, Math.ceil(reloads / steps));
        left -= now;
        const views = Array.from({ length: now }, () => ({ visitor: 'who reloads', article: TARGET }));
        const outcomes = await newsroom.report(origin, views);
        counted += outcomes.filter(({ status }) => status === 'COUNTED').length;
      }
      if (nowMs <= ATTACK_FROM_MS - 2 * MINUTE_MS) return;
      const list = await newsroom.rank();
      if (nowMs > ATTACK_FROM_MS) lists.push(list.join(' '));
    });
    return { lists, counted };
  } finally {
    await newsroom.close();
  }
}

/** Nobody else reads, so that what the boards weigh is theirs alone. */
export async function rotateIds(
  parts: ShippingParts,
  { ids, articlesPerId }: Omit<AbuseRules, 'reloads'>,
): Promise<RotationOutcome> {
  const newsroom = await AttackedNewsroom.open(parts, { startMs: ATTACK_FROM_MS, articles: ARTICLES });
  try {
    const open = async (visitor: string, clientIp: string, articles: number, from: number) => {
      const views = Array.from({ length: articles }, (_, at) => ({
        visitor,
        article: (from + at) % ARTICLES,
      }));
      const outcomes = await newsroom.report(originOf(clientIp), views);
      return outcomes.filter(({ status }) => status === 'COUNTED').length;
    };
    await open('one alone', '81.2.70.1', ARTICLES, 0);
    const one = await newsroom.weightSince(ATTACK_FROM_MS);
    const stepMs = Math.floor((ATTACK_UNTIL_MS - ATTACK_FROM_MS) / ids);
    let counted = 0;
    for (let id = 0; id < ids; id++) {
      await newsroom.own.clock.jumpTo(ATTACK_FROM_MS + id * stepMs);
      counted += await open(`name ${id}`, `81.2.69.${1 + (id % 250)}`, articlesPerId, id);
    }
    const all = await newsroom.weightSince(ATTACK_FROM_MS);
    const { networkCap, visitorCap } = parts.settings.visitors;
    return {
      ...{ ids, reported: ids * articlesPerId, counted, networkCap, visitorCap },
      weight: all.weight - one.weight,
      weightOfOne: one.weight,
    };
  } finally {
    await newsroom.close();
  }
}

export function abuseTable({ reload, rotation }: AbuseOutcome): string {
  const number = (value: number) => value.toLocaleString('en');
  return [
    `One reader reloads ${number(reload.reloads)} times: ${number(reload.counted)} counted; ` +
      `${number(reload.listsMoved)} of ${number(reload.listsCompared)} lists moved`,
    `${number(rotation.ids)} rotating ids of one network report ${number(rotation.reported)} views: ` +
      `${number(rotation.counted)} counted, ${number(rotation.weight)} weigh for ranking ` +
      `(the cap of a network: ${number(rotation.networkCap)})`,
    `One id of another network that opens 100 articles: ${number(rotation.weightOfOne)} weigh (the cap of a visitor: ${number(rotation.visitorCap)})`,
  ].join('\n');
}
