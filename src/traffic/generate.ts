// Readers by chance: how many come when, what they land on, where they go on to and when they leave. Nothing here is
// measured from a site; the shapes are those that news sites see (a daily rhythm, interest that fades as a power of
// age, stories that break, short sessions along topics, most clicks on the first places of a rail). It serves to show,
// to load and to test; what a ranking is worth is read from logs of real readers.
//
// A model of time and chance alone: the same seed, stories and rails give the same visits, whoever drives it: a clock
// (simulated-readers.ts) or a loop that writes a log (generateVisits).

import { type BreakingStory, breakingStory, heightAt, isOver } from './breaking-story';
import { Chance } from './chance';
import { DailyRhythm } from './daily-rhythm';
import { type Choice, chooseOnward, NO_RAILS, type ShownRails } from './onward-choice';
import { everything, familyShelf, type Story, StoryShelves } from './story-interest';
import { TimeQueue } from './time-queue';
import { remember, type Visitor, VisitorPool } from './visitor-pool';

export interface TrafficRules {
  seed: string;
  startMs: number;
  /** Whose day the rhythm follows. */
  timeZone: string;
  /** Of the mean of a day: at night the rhythm does not fall below it. */
  leastShare: number;
  /** Visitors who come by themselves, on the mean of a day; each reads some two stories. */
  visitorsPerMinute: number;
  /** Besides, stories that break, on the mean of a day. */
  breaksPerHour: number;
  /** How many of these come at the height of a middling one, as a multiple of `visitorsPerMinute`. */
  breakHeight: number;
  /** So many break within the first seconds, rather than when chance brings them: somebody is looking on. */
  breaksAtStart: number;
  /** So many have just come when it starts, as on any site that is running. */
  visitorsAtStart: number;
  /** Of those who have read a page, how many open another: a share; absent, somewhat over half. */
  goesOn?: number;
}

/** One reader opens one story. */
export interface Visit extends Choice {
  atMs: number;
  visitor: Visitor;
  /** Its place in the session, from 1. */
  step: number;
  chance: Chance;
}

/** One reader before one page. */
export interface Stay {
  visit: Visit;
  shown: ShownRails;
  dwellMs: number;
  /** What is opened at its end. */
  choice: Choice | undefined;
}

type Due =
  | { kind: 'arrival' }
  | { kind: 'early-arrival' }
  | { kind: 'break' }
  | { kind: 'rush'; breaking: BreakingStory }
  | { kind: 'onward'; visit: Visit };

const MINUTE_MS = 60_000;
const AT_START_WITHIN_MS = 6_000;
export const GOES_ON = 0.55;
const STEPS_MAX = 20;
const DWELL = { medianMs: 25_000, spread: 0.8, leastMs: 3_000, mostMs: 5 * MINUTE_MS };
/** Who comes by himself looks first at what he likes, so often. */
const LOOKS_AT_FAVOURITES = 0.4;
/** A story that breaks is mostly one that is wanted anyhow; else any. */
const BREAKS_AS_WANTED = 0.5;
/** How often a visitor who has read the story is offered another. */
const TRIES = 3;
const RENEW_INTEREST_EVERY_MS = MINUTE_MS;

const landings = [
  { source: 'DIRECT', weight: 4 },
  { source: 'SEARCH', weight: 3 },
  { source: 'SOCIAL', weight: 2 },
  { source: 'OTHER', weight: 1 },
] as const;

export class TrafficModel {
  private readonly rhythm: DailyRhythm;
  private readonly queue = new TimeQueue<Due>();
  private readonly pool: VisitorPool;
  private readonly arriving: Chance;
  private readonly breakingNews: Chance;
  private shelves: StoryShelves;
  private interestAtMs: number;
  private visits = 0;

  constructor(
    private readonly rules: TrafficRules,
    stories: readonly Story[],
  ) {
    const chance = new Chance(rules.seed);
    this.rhythm = new DailyRhythm(rules.timeZone);
    this.pool = new VisitorPool(chance.branch('visitors'));
    this.arriving = chance.branch('arrivals');
    this.breakingNews = chance.branch('breaking');
    this.shelves = new StoryShelves(stories, rules.startMs);
    this.interestAtMs = rules.startMs;
    this.begin(rules.startMs);
    for (let story = 0; story < rules.breaksAtStart; story++) {
      this.break(rules.startMs + this.breakingNews.between(0, AT_START_WITHIN_MS));
    }
    for (let visitor = 0; visitor < rules.visitorsAtStart; visitor++) {
      const atMs = rules.startMs + this.arriving.between(0, AT_START_WITHIN_MS);
      this.queue.add(atMs, { kind: 'early-arrival' });
    }
  }

  /** Nobody is there any more, and readers come anew from `atMs` on: for whoever has slept. */
  begin(atMs: number): void {
    this.queue.clear();
    this.planArrival(atMs);
    this.planBreak(atMs);
  }

  /** What readers may see from now on; what is not among it is opened by nobody. */
  offer(stories: readonly Story[], nowMs: number): void {
    this.shelves = new StoryShelves(stories, nowMs);
    this.interestAtMs = nowMs;
  }

  /** The next visit up to `untilMs`, in order of time; undefined when there is none. */
  next(untilMs: number): Visit | undefined {
    for (let atMs = this.queue.nextMs; atMs !== undefined && atMs <= untilMs; atMs = this.queue.nextMs) {
      if (atMs - this.interestAtMs > RENEW_INTEREST_EVERY_MS) this.offer(this.shelves.stories, atMs);
      const visit = this.happen(this.queue.take()!, atMs);
      if (visit) return visit;
    }
    return undefined;
  }

  /** The reader has the page before him, and plans how long to stay and what to open after it, if anything. */
  readOn(visit: Visit, shown: ShownRails): Stay {
    const { atMs, chance, step, story, visitor } = visit;
    const goesOn = step < STEPS_MAX && chance.isTrue(this.rules.goesOn ?? GOES_ON);
    const choice = goesOn ? chooseOnward({ story, visitor, shown }, this.shelves, chance) : undefined;
    const drawnMs = chance.logNormal(DWELL.medianMs, DWELL.spread);
    const dwellMs = Math.min(Math.max(drawnMs, DWELL.leastMs), DWELL.mostMs);
    if (choice !== undefined) {
      const onward: Visit = { ...choice, atMs: atMs + dwellMs, visitor, step: step + 1, chance };
      this.queue.add(onward.atMs, { kind: 'onward', visit: onward });
    }
    return { visit, shown, dwellMs, choice };
  }

  private happen(due: Due, atMs: number): Visit | undefined {
    switch (due.kind) {
      case 'arrival':
        this.planArrival(atMs);
        return this.isKept(this.arriving, atMs) ? this.arrive(atMs) : undefined;
      case 'early-arrival':
        return this.arrive(atMs);
      case 'break':
        this.planBreak(atMs);
        if (this.isKept(this.breakingNews, atMs)) this.break(atMs);
        return undefined;
      case 'rush':
        return this.rush(due.breaking, atMs);
      case 'onward':
        return this.open(due.visit);
    }
  }

  // Candidates come at the rate of the busiest hour, and as many are kept as the present hour has: the result is a
  // Poisson process whose rate follows the day (thinning, Lewis and Shedler 1979).
  private planArrival(atMs: number): void {
    const perMs = (this.rules.visitorsPerMinute * DailyRhythm.MOST) / MINUTE_MS;
    this.queue.add(atMs + this.arriving.exponential(1 / perMs), { kind: 'arrival' });
  }

  private planBreak(atMs: number): void {
    const perMs = (this.rules.breaksPerHour * DailyRhythm.MOST) / (60 * MINUTE_MS);
    this.queue.add(atMs + this.breakingNews.exponential(1 / perMs), { kind: 'break' });
  }

  private isKept(chance: Chance, atMs: number): boolean {
    return chance.isTrue(this.shareAt(atMs) / DailyRhythm.MOST);
  }

  private shareAt(atMs: number): number {
    return Math.max(this.rhythm.factorAt(atMs), this.rules.leastShare);
  }

  private arrive(atMs: number): Visit | undefined {
    const first = this.shelves.pick(everything, this.arriving);
    if (first === undefined) return undefined;
    const { language } = first;
    const visitor = this.pool.arrive(language, this.shelves.stories);
    const { source } = this.arriving.pick(landings, ({ weight }) => weight)!;
    const liked = this.arriving.isTrue(LOOKS_AT_FAVOURITES)
      ? this.shelves.pick(familyShelf(language, visitor.favourites[0]!), this.arriving)
      : undefined;
    let story = liked ?? first;
    for (let tried = 0; tried < TRIES && visitor.read.includes(story.id); tried++) {
      story = this.shelves.pick(language, this.arriving)!;
    }
    return this.open({ story, source, ...this.landing(visitor, atMs) });
  }

  private break(atMs: number): void {
    const { stories } = this.shelves;
    const chance = this.breakingNews;
    const story = chance.isTrue(BREAKS_AS_WANTED)
      ? this.shelves.pick(everything, chance)
      : stories[Math.floor(chance.next() * stories.length)];
    if (story === undefined) return;
    const { visitorsPerMinute, breakHeight } = this.rules;
    const share = Math.sqrt(this.shareAt(atMs));
    const peakPerMinute = visitorsPerMinute * breakHeight * share;
    this.planRush(breakingStory(story, { beganMs: atMs, peakPerMinute }, chance), atMs);
  }

  private planRush(breaking: BreakingStory, atMs: number): void {
    if (isOver(breaking, atMs)) return;
    const meanMs = MINUTE_MS / breaking.peakPerMinute;
    this.queue.add(atMs + this.breakingNews.exponential(meanMs), { kind: 'rush', breaking });
  }

  private rush(breaking: BreakingStory, atMs: number): Visit | undefined {
    this.planRush(breaking, atMs);
    if (!this.breakingNews.isTrue(heightAt(breaking, atMs))) return undefined;
    const visitor = this.pool.arrive(breaking.story.language, this.shelves.stories);
    const { story, foundBy } = breaking;
    return this.open({ story, source: foundBy, ...this.landing(visitor, atMs) });
  }

  private landing(visitor: Visitor, atMs: number) {
    return { atMs, visitor, step: 1, chance: new Chance(`${this.rules.seed}/visit ${++this.visits}`) };
  }

  private open(visit: Visit): Visit | undefined {
    const { story, visitor } = visit;
    if (this.shelves.story(story.id) === undefined || visitor.read.includes(story.id)) return undefined;
    remember(visitor, story.id);
    return visit;
  }
}

/**
 * All visits from the rules' start until `endMs`, in order of time: a log, for whoever needs one. A story is read from
 * the minute of its publication on.
 */
export function* generateVisits(
  rules: TrafficRules,
  given: { stories: readonly Story[]; endMs: number; railsOn?: (visit: Visit) => ShownRails },
): Generator<Visit> {
  const outAt = (atMs: number) => given.stories.filter((story) => story.publishedAtMs <= atMs);
  const model = new TrafficModel(rules, outAt(rules.startMs));
  for (let fromMs = rules.startMs; fromMs < given.endMs; fromMs += MINUTE_MS) {
    model.offer(outAt(fromMs), fromMs);
    const untilMs = Math.min(fromMs + MINUTE_MS, given.endMs);
    for (let visit = model.next(untilMs); visit; visit = model.next(untilMs)) {
      yield visit;
      model.readOn(visit, given.railsOn?.(visit) ?? NO_RAILS);
    }
  }
}
