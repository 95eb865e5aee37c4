// Live lists: what polling costs, and how fresh what is polled and pushed is. The API runs as `npm start` runs it, with
// a Postgres and a Redis of its own that hold the demo newsroom.
//   npm run bench:live [-- --quick] [--rounds 5] [--seconds 5] [--connections 32] [--dashboards 1000]
//     [--polling-seconds 30] [--views-per-second 1000] [--subscribers 200] [--marks 150] [--json FILE]
// It ends with 0 whatever the figures; a wrong answer is an error.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askedEffort } from './asked-effort';
import { hold } from './http/contest';
import { ServerProcess } from './http/server-process';
import { tableOf } from './http/table';
import { costOfDashboards } from './live/dashboards';
import { type FreshnessAsked, freshnessOf } from './live/freshness';
import { polledPage } from './live/polled-page';
import { pollingContest } from './live/polling-contest';
import { sentenceOfDashboards, sentenceOfFreshness } from './live/sentences';
import { inOwnPlace } from './own-place';

const { asked, effort } = askedEffort({
  dashboards: { type: 'string' },
  'polling-seconds': { type: 'string' },
  'views-per-second': { type: 'string' },
  subscribers: { type: 'string' },
  marks: { type: 'string' },
});
const dashboards = Number(asked.dashboards ?? (asked.quick ? 50 : 1_000));
const pollingSeconds = Number(asked['polling-seconds'] ?? (asked.quick ? 2 : 30));

const askedFreshness: FreshnessAsked = {
  viewsPerSecond: Number(asked['views-per-second'] ?? (asked.quick ? 100 : 1_000)),
  subscribers: Number(asked.subscribers ?? (asked.quick ? 10 : 200)),
  marks: Number(asked.marks ?? (asked.quick ? 5 : 150)),
  warmUpSeconds: asked.quick ? 2 : 10,
};

/** One view is to change what a list shows at once, and not once it has led for half a minute. */
const environment = { DEMO_TRAFFIC: 'off', POPULAR_ENTRY_DWELL_MS: '0' };

async function main(): Promise<void> {
  await inOwnPlace(async ({ folder, start }) => {
    print('Starting the API with its stores');
    const api = await start(ServerProcess.api(join(folder, 'data'), environment, nodeFlags()));
    const page = await polledPage(api);
    const contest = await pollingContest({ api, page, folder, start });
    const polling = await hold(contest, { ...effort, headers: {} }, print);
    print(`\n${tableOf(polling)}`);
    const cost = await costOfDashboards(api, page, { dashboards, seconds: pollingSeconds });
    print(`\n${sentenceOfDashboards(cost)}`);
    const freshness = await freshnessOf(api, askedFreshness);
    print(`\n${sentenceOfFreshness(freshness)}`);
    if (asked.json !== undefined) {
      const outcome = { effort, polling, dashboards: cost, freshness };
      await writeFile(asked.json, `${JSON.stringify(outcome, null, 2)}\n`);
    }
  });
}

/** To look into where the time goes: BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/prof". */
function nodeFlags(): string[] {
  return (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
