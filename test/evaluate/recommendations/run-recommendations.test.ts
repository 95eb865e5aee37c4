// What cannot be judged, or written in the end, is refused before anything is read or learnt.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type RecommendationsOptions,
  runRecommendations,
} from '../../../evaluate/recommendations/run-recommendations';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-refused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options: RecommendationsOptions = {
  ...{ part: 1, seed: 'a test', gap: 30, oneIn: 8, delays: [60], only: [], inMemory: true },
};
const told: string[] = [];

/** Nobody learns or is judged: that would ask whether it is to stop. */
function run(given: Partial<RecommendationsOptions>) {
  const refuse = () => {
    throw new Error('It has begun');
  };
  return runRecommendations(
    { ...options, ...given },
    {
      ...{ isStopped: refuse, openRedis: refuse, progress: 'none' },
      ...{ print: (line) => told.push(line), tell: (line) => told.push(line) },
    },
  );
}

test.each([
  { what: 'an empty log', text: '' },
  { what: 'a log of a header alone', text: 'timestamp\tvisitor\tarticle\n' },
])('$what says so', async ({ text }) => {
  const log = join(folder, 'empty.tsv');
  await writeFile(log, text);
  await expect(run({ log })).rejects.toThrow('empty.tsv has no views: there is nothing to judge.');
});

test.each<{ given: Partial<RecommendationsOptions>; says: string }>([
  { given: { json: '/nonexistent/x.json' }, says: '--json: /nonexistent/x.json cannot be written' },
  { given: { dump: '/nonexistent/x.tsv' }, says: '--dump: /nonexistent/x.tsv cannot be written' },
  { given: { dumpOf: 'nobody', dump: '/dev/null' }, says: '--dump-of: there is no list "nobody". There are' },
  { given: { only: ['V-SkNN'], dump: '/dev/null' }, says: '--dump-of: there is no list "Mostread".' },
  { given: { log: 'x.tsv' }, says: 'Leave out --log.' },
  { given: { fromDay: 2 }, says: 'Leave out --from-day.' },
])('--quick with $given is refused', async ({ given, says }) => {
  await expect(run({ ...given, quick: true })).rejects.toThrow(says);
  expect(told).toEqual([]);
});
