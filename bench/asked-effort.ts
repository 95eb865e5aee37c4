// What benches that hold contests are asked for on the command line: how many rounds, for how long, over how many
// connections.

import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

const options = {
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  connections: { type: 'string' },
  json: { type: 'string' },
} as const satisfies Options;

/** With `more` of the bench's own. */
export function askedEffort<More extends Options>(more: More) {
  const { values: asked } = parseArgs({ options: { ...options, ...more } });
  // Once more for its own: where options come from elsewhere, TypeScript knows the type of none.
  const { quick, rounds, seconds, connections } = parseArgs({ options, strict: false }).values;
  const effort = {
    connections: Number(connections ?? 32),
    seconds: Number(seconds ?? (quick ? 1 : 5)),
    rounds: Number(rounds ?? (quick ? 1 : 5)),
    warmUpSeconds: quick ? 1 : 5,
  };
  return { asked, effort };
}
