import type { Command } from 'commander';

export function addWithdraw(program: Command): void {
  program
    .command('withdraw')
    .description('take an article off every page, list and feed, within a second')
    .argument('<article>', 'its id or its slug')
    .option('--reason <text>', 'why, for readers: its tombstone shows it')
    .action(async (article: string, options: { reason?: string }) => {
      const { runWithdraw } = require('./run-withdraw') as typeof import('./run-withdraw');
      await runWithdraw(article, options);
    });
}
