import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { openThrowawayStores } from '../popular/throwaway-stores';

export function addAbuse(program: Command): void {
  program
    .command('abuse')
    .description('what reloading and rotating ids do to the rankings, through the counter of the product')
    .option('--json <file>', 'write every figure')
    .action(async ({ json }: { json?: string }) => {
      const { ABUSE, abuseTable, runAbuse } = require('./run-abuse') as typeof import('./run-abuse');
      const tell = (line: string) => void process.stderr.write(`${line}\n`);
      const stores = await openThrowawayStores(tell);
      try {
        const outcome = await runAbuse(stores, ABUSE, tell);
        process.stdout.write(`${abuseTable(outcome)}\n`);
        if (json !== undefined) await writeFile(json, `${JSON.stringify(outcome, null, 2)}\n`);
      } finally {
        await stores.close();
      }
    });
}
