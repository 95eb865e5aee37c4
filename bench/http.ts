// The article page and recordView over HTTP, beside their floors, in one run. The API runs as `npm start` runs it, with
// a Postgres and a Redis of its own that hold the demo newsroom, and nothing keeps whole answers.
//   npm run bench [-- --quick] [--rounds 5] [--seconds 5] [--connections 32] [--json FILE]
// It ends with 0 whatever the figures; a wrong answer is an error.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askedEffort } from './asked-effort';
import { type Contest, type Effort, hold, type Outcome } from './http/contest';
import { browserHeaders as headers, ServerProcess } from './http/server-process';
import { tableOf } from './http/table';
import { mustAnswer, type Start, viewContest } from './http/view-contest';
import { type AskedPage, askForPage } from './http/what-is-asked';
import { inOwnPlace } from './own-place';

const { asked, effort: measured } = askedEffort({});
const effort: Effort = { ...measured, headers };

async function main(): Promise<void> {
  await inOwnPlace(async ({ folder, start }) => {
    print('Starting the API with its stores');
    const api = await start(ServerProcess.api(join(folder, 'data'), { DEMO_TRAFFIC: 'off' }));
    const page = await askForPage(api, headers);
    const outcomes = [
      await hold(await pageContest(folder, api, page, start), effort, print),
      await hold(await viewContest({ ...page, api, headers, folder, start }), effort, print),
    ];
    await report(outcomes);
  });
}

async function pageContest(
  folder: string,
  api: ServerProcess,
  page: AskedPage,
  start: Start,
): Promise<Contest> {
  const answerFile = join(folder, 'page.json');
  await writeFile(answerFile, page.answer);
  const bodies = [page.body];
  const constant = {
    name: 'Fastify, constant',
    server: await start(ServerProcess.floor('constant', answerFile)),
    bodies,
  };
  const mercurius = {
    name: 'Mercurius+JIT',
    server: await start(ServerProcess.floor('mercurius', answerFile)),
    bodies,
  };
  for (const floor of [constant, mercurius])
    await mustAnswer(floor.server, { body: page.body, wanted: page.answer, headers });
  return {
    title: `Article page (${page.answer.length} characters)`,
    ours: { name: 'Mostread', server: api, bodies },
    floors: [constant, mercurius],
    reach: { floor: mercurius.name, ratio: 0.3 },
  };
}

async function report(outcomes: readonly Outcome[]): Promise<void> {
  if (asked.json !== undefined) {
    await writeFile(asked.json, `${JSON.stringify({ effort: measured, outcomes }, null, 2)}\n`);
  }
  for (const outcome of outcomes) print(`\n${tableOf(outcome)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
