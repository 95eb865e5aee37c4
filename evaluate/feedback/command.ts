import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';

export function addFeedback(program: Command): void {
  program
    .command('feedback')
    .description('what clicks on Popular Now should weigh for it: a loop of list and readers')
    .option('--seed <text>', 'of the readers', 'mostread')
    .option('--json <file>', 'write every figure')
    .action(async ({ seed, json }: { seed: string; json?: string }) => {
      const { FEEDBACK, feedbackTable, runFeedback } =
        require('./run-feedback') as typeof import('./run-feedback');
      const outcome = runFeedback({ ...FEEDBACK, seed }, (line) => void process.stderr.write(`${line}\n`));
      process.stdout.write(`${feedbackTable(outcome)}\n`);
      if (json !== undefined) await writeFile(json, `${JSON.stringify(outcome, null, 2)}\n`);
    });
}
