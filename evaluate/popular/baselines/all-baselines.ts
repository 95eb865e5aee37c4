// Every list that the product is compared with. Each is made anew for each log: they remember.

import { LogWindow } from '../ceilings/log-window';
import type { CountedLog } from '../counted-log';
import type { ListMaker } from '../list-maker';
import { BareChangePoints } from './bare-change-points';
import { AllTimeCount, LastViews, minutesWindow, wordPressPopularPosts } from './counts';
import { AdaptiveDecay, DecayedCount } from './decays';
import { DiscourseHot } from './discourse-hot';
import { mastodonLinks, mastodonTags } from './mastodon-trends';
import { hackerNews, lemmy, RedditHot } from './votes-and-age';

/** The best of them on the days of tuning is compared as "the best window". */
export const WINDOWS_MINUTES = [5, 10, 15, 20, 30, 60] as const;
const LAST_VIEWS = [500, 2_000, 10_000] as const;
const HALF_LIVES_MINUTES = [5, 10] as const;
const TRUTH_MS = 15 * 60_000;

export function windowBaselines(): ListMaker[] {
  return WINDOWS_MINUTES.map(minutesWindow);
}

export function baselines(log: CountedLog): ListMaker[] {
  return [
    new AllTimeCount(),
    wordPressPopularPosts(),
    ...windowBaselines(),
    ...LAST_VIEWS.map((views) => new LastViews(views)),
    ...HALF_LIVES_MINUTES.map((minutes) => new DecayedCount(minutes)),
    new AdaptiveDecay(),
    hackerNews(),
    new RedditHot(),
    lemmy(),
    new DiscourseHot(),
    mastodonLinks(),
    mastodonTags(),
    persistence(log),
    new BareChangePoints(),
  ];
}

/** The true five of the last 15 minutes: what the judge asks of the next. */
export function persistence(log: CountedLog): ListMaker {
  return new LogWindow(log, {
    name: 'persistence',
    source: 'the true five of the last 15 minutes, by the judge of this evaluation',
    beforeMs: TRUTH_MS,
    afterMs: 0,
  });
}
