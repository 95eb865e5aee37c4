import { DailyRhythm } from '../../src/traffic/daily-rhythm';
import { generateVisits, TrafficModel, type TrafficRules, type Visit } from '../../src/traffic/generate';
import { NO_RAILS } from '../../src/traffic/onward-choice';
import { someStories } from '../builders/a-story';

const MIDNIGHT_MS = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const stories = someStories(97, MIDNIGHT_MS);

const calm: TrafficRules = {
  seed: 'a seed',
  startMs: MIDNIGHT_MS,
  timeZone: 'UTC',
  leastShare: 0,
  visitorsPerMinute: 12,
  breaksPerHour: 0,
  breakHeight: 1,
  breaksAtStart: 0,
  visitorsAtStart: 0,
};

function visitsOf(rules: Partial<TrafficRules>, hours: number, given = stories): Visit[] {
  return [...generateVisits({ ...calm, ...rules }, { stories: given, endMs: MIDNIGHT_MS + hours * HOUR_MS })];
}

/** Each view that another one of the same session led to, with that one. */
function stepsOf(visits: readonly Visit[]): [before: Visit, after: Visit][] {
  const latest = new Map<object, Visit>();
  return visits.flatMap((visit) => {
    const before = latest.get(visit.chance);
    latest.set(visit.chance, visit);
    return before ? [[before, visit] as [Visit, Visit]] : [];
  });
}

const told = (visits: readonly Visit[]) =>
  visits.map(
    ({ atMs, visitor, story, source, step }) => `${atMs} ${visitor.id} ${story.id} ${source} ${step}`,
  );

describe('visits by chance', () => {
  const day = visitsOf({}, 24);
  const landings = day.filter(({ step }) => step === 1);

  test('are the same for the same seed, and others for another', () => {
    expect(told(visitsOf({ breaksPerHour: 20 }, 2))).toEqual(told(visitsOf({ breaksPerHour: 20 }, 2)));
    expect(told(visitsOf({ seed: 'another' }, 1))).not.toEqual(told(visitsOf({}, 1)));
  });

  test('come in order of time, from the start to the end', () => {
    const times = day.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(MIDNIGHT_MS);
    expect(times.at(-1)).toBeLessThanOrEqual(MIDNIGHT_MS + 24 * HOUR_MS);
  });

  test('follow the rhythm of the day: each hour has what a Poisson process of its rate would have', () => {
    const rhythm = new DailyRhythm('UTC');
    for (let hour = 0; hour < 24; hour++) {
      const came = landings.filter(({ atMs }) => Math.floor((atMs - MIDNIGHT_MS) / HOUR_MS) === hour).length;
      let expected = 0;
      for (let minute = 0; minute < 60; minute++) {
        expected +=
          calm.visitorsPerMinute * rhythm.factorAt(MIDNIGHT_MS + hour * HOUR_MS + (minute + 0.5) * MINUTE_MS);
      }
      expect(Math.abs(came - expected) / Math.sqrt(expected)).toBeLessThan(5);
    }
  });

  test('are many at noon and some at four in the morning', () => {
    const at = (hour: number) =>
      day.filter(({ atMs }) => Math.floor((atMs - MIDNIGHT_MS) / HOUR_MS) === hour).length;
    expect(at(12) / at(3)).toBeGreaterThan(2.5);
    expect(at(3) / 60).toBeGreaterThan(calm.visitorsPerMinute / 5);
  });

  test('do not fall below the least share of the mean that is asked for', () => {
    const atFour = (leastShare: number) => {
      const startMs = MIDNIGHT_MS + 3 * HOUR_MS;
      const given = { stories, endMs: startMs + 2 * HOUR_MS };
      return [...generateVisits({ ...calm, startMs, leastShare }, given)].length;
    };
    expect(atFour(0.7) / atFour(0)).toBeGreaterThan(1.5);
  });

  test('are short sessions: each reads on in a little more than half of the cases', () => {
    const perLanding = day.length / landings.length;
    expect(perLanding).toBeGreaterThan(1.6);
    expect(perLanding).toBeLessThan(2.3);
    const thirds = day.filter(({ step }) => step === 3).length / day.filter(({ step }) => step === 2).length;
    expect(thirds).toBeGreaterThan(0.4);
    expect(thirds).toBeLessThan(0.6);
  });

  test('stay for some seconds to some minutes before they go on', () => {
    const dwells = stepsOf(day)
      .map(([before, visit]) => visit.atMs - before.atMs)
      .sort((a, b) => a - b);
    expect(dwells[0]).toBeGreaterThanOrEqual(3_000);
    expect(dwells.at(-1)).toBeLessThanOrEqual(5 * MINUTE_MS);
    expect(dwells[Math.floor(dwells.length / 2)]! / 25_000).toBeCloseTo(1, 0);
  });

  test('go along topics, far more than chance would', () => {
    const steps = stepsOf(day);
    const same = steps.filter(([before, visit]) => before.story.topic === visit.story.topic).length;
    const shares = new Map<string, number>();
    for (const { story } of day) shares.set(story.topic, (shares.get(story.topic) ?? 0) + 1 / day.length);
    const byChance = [...shares.values()].reduce((sum, share) => sum + share ** 2, 0);
    expect(same / steps.length).toBeGreaterThan(2 * byChance);
  });

  test('keep to the language that they came for, and read nothing twice', () => {
    const foreign = day.filter(({ visitor, story }) => story.language !== visitor.language);
    expect(foreign).toHaveLength(0);
    expect(new Set(day.map(({ visitor, story }) => `${visitor.id} ${story.id}`)).size).toBe(day.length);
    const korean = day.filter(({ story }) => story.language === 'ko').length / day.length;
    expect(korean).toBeGreaterThan(0.05);
    expect(korean).toBeLessThan(0.4);
  });

  test('are partly by visitors who come back', () => {
    const visitors = new Set(landings.map(({ visitor }) => visitor.id));
    expect(visitors.size / landings.length).toBeGreaterThan(0.6);
    expect(visitors.size / landings.length).toBeLessThan(0.85);
  });

  test('are for what is new, mostly', () => {
    const ages = landings.map(({ atMs, story }) => atMs - story.publishedAtMs).sort((a, b) => a - b);
    const all = stories.map(({ publishedAtMs }) => MIDNIGHT_MS - publishedAtMs).sort((a, b) => a - b);
    expect(ages[(ages.length / 2) | 0]).toBeLessThan(all[(all.length / 2) | 0]!);
  });
});

describe('stories that break', () => {
  const rules = { breaksPerHour: 30, seed: 'breaking', visitorsPerMinute: 30 };

  test('bring a burst of readers from search and social media to one story', () => {
    const busy = visitsOf({ ...rules, breaksPerHour: 0, breaksAtStart: 1 }, 1 / 6);
    const found = busy.filter(({ step, source }) => step === 1 && /SEARCH|SOCIAL/.test(source));
    const counts = new Map<string, number>();
    for (const { story } of found) counts.set(story.id, (counts.get(story.id) ?? 0) + 1);
    const [most = 0, next = 0] = [...counts.values()].sort((a, b) => b - a);
    expect(most).toBeGreaterThan(4 * next);
  });

  test('let new leaders emerge: the most read of a few minutes is seldom that of the hour', () => {
    const busy = visitsOf(rules, 3);
    const leaderOf = (visits: readonly Visit[]) => {
      const counts = new Map<string, number>();
      for (const { story } of visits) counts.set(story.id, (counts.get(story.id) ?? 0) + 1);
      return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
    };
    const leaders = new Set<string | undefined>();
    for (let fromMs = MIDNIGHT_MS; fromMs < MIDNIGHT_MS + 3 * HOUR_MS; fromMs += 5 * MINUTE_MS) {
      leaders.add(leaderOf(busy.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 5 * MINUTE_MS)));
    }
    expect(leaders.size).toBeGreaterThan(8);
  });
});

describe('a model that goes on', () => {
  test('opens nothing that is no longer offered', () => {
    const model = new TrafficModel(calm, stories);
    const untilMs = MIDNIGHT_MS + 10 * MINUTE_MS;
    for (let visit = model.next(untilMs); visit; visit = model.next(untilMs)) model.readOn(visit, NO_RAILS);
    const left = stories.slice(10, 20);
    model.offer(left, untilMs);
    const seen = new Set<string>();
    for (let visit = model.next(untilMs + HOUR_MS); visit; visit = model.next(untilMs + HOUR_MS)) {
      seen.add(visit.story.id);
      model.readOn(visit, NO_RAILS);
    }
    expect([...seen].filter((id) => !left.some((story) => story.id === id))).toEqual([]);
    expect(seen.size).toBeGreaterThan(3);
  });

  test('has readers present and stories breaking when it starts, if it is told to', () => {
    const started = visitsOf({ breaksAtStart: 2, visitorsAtStart: 20 }, 10 / 3_600);
    expect(started.length).toBeGreaterThan(20);
    expect(new Set(started.map(({ story }) => story.id)).size).toBeGreaterThan(5);
  });

  test('has no visits where there is nothing to read', () => {
    expect(visitsOf({ breaksPerHour: 20, breaksAtStart: 2, visitorsAtStart: 5 }, 1, [])).toEqual([]);
  });

  test('reads a story from its publication on', () => {
    const later = stories.map((story) => ({ ...story, publishedAtMs: MIDNIGHT_MS + 30 * MINUTE_MS }));
    const [first] = visitsOf({ breaksAtStart: 2 }, 1, later);
    expect(first!.atMs).toBeGreaterThanOrEqual(MIDNIGHT_MS + 30 * MINUTE_MS);
  });
});
