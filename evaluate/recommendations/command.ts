import { type Command, InvalidArgumentError } from 'commander';
import { listenForInterrupt } from '../../src/cli/interrupt';
import { addLogOptions, addPartOptions, readCount } from '../log-options';
import type { RecommendationsOptions } from './run-recommendations';

const help = `
Every step of a session after its first is predicted before it is learnt from: HR@5 is how often what was read was among
the five of the list, MRR@5 one over its place. The product learns through its recorder and scripts in a Redis of the
evaluation's own, under the time of the log, and its lists are asked for as a page asks. By the way the published hourly
protocol is walked: all hours up to one are learnt from, and the last step of each session of the next is to be named.
Intervals are 95 %, by blocks of six hours.

Without --log it is looked for in ../shared/data beside this project; where there is none, the small seeded log of
--quick is judged instead. A log has a line a view, in order of time: when, who, what. A session ends with a gap of half
an hour; where a log names sessions, --columns visitor=session takes them for visitors.

--new-articles asks for the product's lists under several settings of ALSO_LIKE_NEW_ARTICLES at once and sets what that
brings articles of the last hour against what it costs; "curve" is from little to always. Figures of the product itself
are of the settings in the environment, so ALSO_LIKE_NEW_ARTICLES=one-of-five judges and dumps that list.

Days are counted from the log's first hour, as day 0. Without days or times, the second half of its days is judged; what
was tuned was tuned on the first.

Examples:
  npm run evaluate -- recommendations --quick
  npm run evaluate -- recommendations --log views.tsv.zst --from-day 5 --to-day 9 --html report.html
  npm run evaluate -- recommendations --in-memory --one-in 32 --only Mostread
  npm run evaluate -- recommendations --in-memory --new-articles curve --html report.html
  npm run evaluate -- recommendations --one-in 1 --only Mostread --dump lists.tsv`;

export function addRecommendations(program: Command): void {
  const command = program
    .command('recommendations')
    .description('judge You May Also Like, and every baseline, by where readers of a log go on to');
  addLogOptions(command)
    .option('--sections <file>', 'the sections of its articles: article, tab, section')
    .option('--gap <minutes>', 'without a view end a session', readCount, 30)
    .option('--one-in <n>', 'judge one step in so many; all are learnt from', readCount, 8)
    .option(
      '--delays <seconds>',
      'what is read is learnt so much later, besides at once',
      readDelays,
      [10, 60],
    )
    .option(
      '--in-memory',
      "the product's formulas over plain maps, without a Redis: faster, and the same lists",
    )
    .option(
      '--new-articles <settings>',
      'judge the place for new articles too: curve, or settings such as 2,5,one-of-five',
    );
  addPartOptions(command)
    .option('--quick', 'a small seeded log, in less than a minute: --one-in 4, no --delays, unless said')
    .option('--json <file>', 'write every figure')
    .option('--html <file>', 'write one page with plots')
    .option('--dump <file>', 'write the lists of the judged steps: click_index, tab, articles')
    .option('--dump-of <name>', 'of another list than the product')
    .addHelpText('after', help)
    .action(async (options: RecommendationsOptions, itself: Command) => {
      const interrupt = listenForInterrupt((line) => process.stderr.write(`${line}\n`));
      const { recommendationsOnCommandLine } =
        require('./run-recommendations') as typeof import('./run-recommendations');
      process.exitCode = await recommendationsOnCommandLine(withQuickDefaults(options, itself), interrupt);
    });
}

/** Of the small log one step in so many, and what is learnt late is left out: half a minute. */
const QUICK = { oneIn: 4, delays: [], newArticles: 'curve' };

/** With --quick, what nobody has said is as that has it. */
export function withQuickDefaults(
  options: RecommendationsOptions,
  command: Pick<Command, 'getOptionValueSource'>,
): RecommendationsOptions {
  const isSaid = (name: string) => command.getOptionValueSource(name) === 'cli';
  const unsaid = Object.entries(QUICK).filter(([name]) => !isSaid(name));
  return options.quick ? { ...options, ...Object.fromEntries(unsaid) } : options;
}

function readDelays(written: string): number[] {
  const delays = written.split(',').map(Number);
  if (delays.every((seconds) => Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600)) return delays;
  throw new InvalidArgumentError('It is seconds up to an hour, such as 10,60; 0 is always judged.');
}
