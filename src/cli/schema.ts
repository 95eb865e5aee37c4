import type { Command } from 'commander';
import { printMostreadSchema } from '../compose/print-schema';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the GraphQL schema')
    .action(() => {
      process.stdout.write(printMostreadSchema());
    });
}
