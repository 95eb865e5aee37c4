// Counting beside its floor, in one run. recordViews x 100 over HTTP, the program as `npm start` runs it with a
// Postgres and a Redis of its own, against the counting script called bare in batches of 64 on another Redis of the
// same build: with visitors of one view, and with sessions of three, from which the program learns where readers go on
// to. Then recordView, one a request, against bare Fastify. It fails when anywhere more or less was counted than
// acknowledged, in Redis and at last in Postgres, and ends with 0 whatever the figures.
//   npm run bench:count [-- --quick] [--rounds 5] [--seconds 5] [--connections 32] [--json FILE] [--cpu-prof FOLDER]

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askedEffort } from './asked-effort';
import type { BareOrder } from './count/bare.program';
import { type CountContest, type Counter, type CountOutcome, holdCount } from './count/count-contest';
import { VIEWS_OF_SESSION } from './count/count-order';
import { countTable } from './count/count-table';
import { bareSide, programSide, type Side } from './count/sides';
import { articlesOf, untilStored } from './count/what-is-stored';
import { hold } from './http/contest';
import { browserHeaders as headers, ServerProcess } from './http/server-process';
import { tableOf } from './http/table';
import { viewContest } from './http/view-contest';
import { inOwnPlace } from './own-place';

const { asked, effort } = askedEffort({ 'cpu-prof': { type: 'string' } });
const environment = {
  DEMO_TRAFFIC: 'off',
  // Points are spent as ever, and last for a minute of this.
  RATE_LIMIT_NETWORK: '1000000000',
};

async function main(): Promise<void> {
  await inOwnPlace(async ({ folder, start }) => {
    print('Starting the program with its stores');
    const data = join(folder, 'data');
    const profile = asked['cpu-prof'];
    const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const server = await start(ServerProcess.api(data, environment, flags));
    const articles = await articlesOf(data);
    const { connections } = effort;
    const bare = await start(bareSide(join(folder, 'bare'), { articles, connections }));
    const ours = await start(programSide({ server, folder: data, articles, connections, headers }));
    const counted = [
      await holdCount(visitsOf({ bare, ours }), effort, print),
      await holdCount(sessionsOf({ bare, ours }), effort, print),
    ];
    await untilStored(data);
    const articleIds = articles.slice(0, 100).map(({ id }) => id);
    const single = await viewContest({ api: server, articleIds, headers, folder, start });
    const one = await hold(single, { ...effort, headers }, print);
    await report(counted, tableOf(one), { effort, counted, outcomes: [one] });
  });
}

interface Sides {
  bare: Side<BareOrder>;
  ours: Side;
}

const reach = { floor: 'bare script x 64', ratio: 0.6, wanted: 0.7 };

function visitsOf({ bare, ours }: Sides): CountContest {
  const viewsOfVisitor = 1;
  return {
    title: 'recordViews x 100, visitors of one view',
    ours: program(ours, viewsOfVisitor),
    floors: [bareScript(bare, viewsOfVisitor)],
    reach,
  };
}

function sessionsOf({ bare, ours }: Sides): CountContest {
  const viewsOfVisitor = VIEWS_OF_SESSION;
  return {
    title: `recordViews x 100, sessions of ${VIEWS_OF_SESSION} views`,
    ours: program(ours, viewsOfVisitor),
    floors: [
      bareScript(bare, viewsOfVisitor),
      {
        name: 'the same, and learning',
        round: (seconds) => bare.round({ seconds, viewsOfVisitor, learns: true }),
      },
    ],
    reach,
  };
}

function program(ours: Side, viewsOfVisitor: 1 | 3): Counter {
  return {
    name: 'Mostread',
    round: (seconds, batchesPerSecond) =>
      ours.round({ seconds, viewsOfVisitor, ...(batchesPerSecond && { batchesPerSecond }) }),
  };
}

function bareScript(bare: Side<BareOrder>, viewsOfVisitor: 1 | 3) {
  return {
    name: reach.floor,
    round: (seconds: number) => bare.round({ seconds, viewsOfVisitor, learns: false }),
  };
}

async function report(counted: readonly CountOutcome[], single: string, measured: object): Promise<void> {
  if (asked.json !== undefined) {
    await writeFile(asked.json, `${JSON.stringify(measured, null, 2)}\n`);
  }
  for (const outcome of counted) print(`\n${countTable(outcome)}`);
  print(`\n${single}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
