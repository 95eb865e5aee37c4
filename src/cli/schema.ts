import type { Command } from 'commander';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the GraphQL schema')
    .action(() => {
      const { printMostreadSchema } =
        require('../compose/print-schema') as typeof import('../compose/print-schema');
      process.stdout.write(printMostreadSchema());
    });
}
