// What the options of the command line say when it is asked for the quick evaluation.

import { Command } from 'commander';
import { addRecommendations, withQuickDefaults } from '../../../evaluate/recommendations/command';
import type { RecommendationsOptions } from '../../../evaluate/recommendations/run-recommendations';

async function optionsOf(...words: string[]): Promise<RecommendationsOptions> {
  const program = new Command();
  addRecommendations(program);
  let options: RecommendationsOptions | undefined;
  program.commands[0]!.action((given: RecommendationsOptions, itself: Command) => {
    options = withQuickDefaults(given, itself);
  });
  await program.parseAsync(['recommendations', ...words], { from: 'user' });
  return options!;
}

test.each([
  { words: [], expected: { oneIn: 8, delays: [10, 60] } },
  { words: ['--quick'], expected: { oneIn: 4, delays: [], newArticles: 'curve' } },
  { words: ['--quick', '--one-in', '1', '--delays', '10'], expected: { oneIn: 1, delays: [10] } },
  { words: ['--quick', '--one-in', '8', '--new-articles', '2'], expected: { oneIn: 8, newArticles: '2' } },
  { words: ['--one-in', '1'], expected: { oneIn: 1, delays: [10, 60] } },
])('$words', async ({ words, expected }) => {
  expect(await optionsOf(...words)).toMatchObject(expected);
});
