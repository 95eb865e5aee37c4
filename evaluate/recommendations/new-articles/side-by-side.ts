// The product's lists under several settings for new articles, in one walk through a log: what is learnt is the same for
// all, so that five settings cost their lists and no more.

import type { ClickLog } from '../click-log';
import type { JudgedSteps } from '../judged-steps';
import type { ListsUnderLog } from '../ours/lists-under-log';
import type { Answer, Question, Recommender, Step } from '../recommender';
import { ABSENT, judgeStreaming } from '../streaming';
import type { JudgedSetting } from './settings';

export interface ScoredSetting extends JudgedSetting {
  /** By judged step: the place of what was read, from 1; 0 where it is not among five. */
  rank: Uint8Array;
  /** By judged step: 1 where one of the five was first read within the hour before. */
  showsNew: Uint8Array;
}

export interface WalkRules {
  settings: readonly JudgedSetting[];
  /** Of lists under the same settings, in their order. */
  make: () => Promise<ListsUnderLog>;
  progress: (share: number) => void;
  isStopped: () => boolean;
}

const FIRST = 5;
const NEW_FOR_MS = 3_600_000;

/** Undefined when it was stopped. */
export async function judgeSideBySide(
  log: ClickLog,
  { clicks }: Pick<JudgedSteps, 'clicks'>,
  { settings, make, progress, isStopped }: WalkRules,
): Promise<ScoredSetting[] | undefined> {
  const all = new SideBySide(await make(), settings.length, clicks.length);
  await judgeStreaming(log, all, {
    ...{ judged: clicks, end: log.views.atMs.length, delayMs: 0, kept: 0, progress, isStopped },
  });
  await all.close();
  if (isStopped()) return undefined;
  progress(1);
  return settings.map((setting, at) => ({ ...setting, ...lookAt(log, clicks, all.shown[at]!) }));
}

function lookAt(
  { views: { article, atMs, publishedAtMs } }: ClickLog,
  clicks: Int32Array,
  shown: Int32Array,
): Pick<ScoredSetting, 'rank' | 'showsNew'> {
  const rank = new Uint8Array(clicks.length);
  const showsNew = new Uint8Array(clicks.length);
  clicks.forEach((click, step) => {
    const five = shown.subarray(step * FIRST, (step + 1) * FIRST);
    rank[step] = five.indexOf(article[click]!) + 1;
    const isNew = (one: number) => one !== ABSENT && atMs[click]! - publishedAtMs[one]! < NEW_FOR_MS;
    showsNew[step] = five.some(isNew) ? 1 : 0;
  });
  return { rank, showsNew };
}

/** Gives the first list, and remembers all. */
class SideBySide implements Recommender {
  readonly shown: Int32Array[];
  private step = 0;

  constructor(
    private readonly lists: ListsUnderLog,
    settings: number,
    steps: number,
  ) {
    this.shown = Array.from({ length: settings }, () => new Int32Array(steps * FIRST).fill(ABSENT));
  }

  async list(question: Question): Promise<Answer> {
    const lists = await this.lists.underEach(question, FIRST);
    lists.forEach((list, at) => {
      this.shown[at]!.set(list, this.step * FIRST);
    });
    this.step++;
    return lists[0] ?? [];
  }

  take(step: Step): Promise<void> {
    return this.lists.take(step);
  }

  close(): Promise<void> {
    return this.lists.close();
  }
}
