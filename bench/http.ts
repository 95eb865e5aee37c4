// The article page and recordView over HTTP, beside their floors, in one run. The API runs as `npm start` runs it, with a
// Postgres and a Redis of its own that hold the demo newsroom, and nothing keeps whole answers.
//   npm run bench [-- --quick] [--rounds 5] [--seconds 5] [--connections 32] [--json FILE]
// It ends with 0 whatever the figures; a wrong answer is an error.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contest, type Effort, hold, type Outcome } from './http/contest';
import { ServerProcess } from './http/server-process';
import { tableOf } from './http/table';
import { type AskedPage, askForPage, reportBodies } from './http/what-is-asked';

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string' },
    json: { type: 'string' },
  },
});

/** Of a browser: calls of a library are taken for a bot's. */
const headers = {
  'content-type': 'application/json',
  accept: 'application/json',
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
};

const effort: Effort = {
  connections: Number(asked.connections ?? 32),
  seconds: Number(asked.seconds ?? (asked.quick ? 1 : 5)),
  rounds: Number(asked.rounds ?? (asked.quick ? 1 : 5)),
  warmUpSeconds: asked.quick ? 1 : 5,
  headers,
};

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const servers: ServerProcess[] = [];
  const start = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  try {
    print('Starting the API with its stores');
    const api = await start(ServerProcess.api(join(folder, 'data'), { DEMO_TRAFFIC: 'off' }));
    const page = await askForPage(api, headers);
    const outcomes = [
      await hold(await pageContest(folder, api, page, start), effort, print),
      await hold(await viewContest(folder, api, page, start), effort, print),
    ];
    await report(outcomes);
  } finally {
    for (const server of servers.reverse()) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Start = (starting: Promise<ServerProcess>) => Promise<ServerProcess>;

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
  for (const floor of [constant, mercurius]) await mustAnswer(floor.server, page.body, page.answer);
  return {
    title: `Article page (${page.answer.length} characters)`,
    ours: { name: 'Mostread', server: api, bodies },
    floors: [constant, mercurius],
    reach: { floor: mercurius.name, ratio: 0.3 },
  };
}

async function viewContest(
  folder: string,
  api: ServerProcess,
  page: AskedPage,
  start: Start,
): Promise<Contest> {
  const bodies = reportBodies(page.articleIds);
  const answer = await api.ask(bodies[0]!.replace('[<id>]', 'the first'), headers);
  const { data } = JSON.parse(answer) as { data: { recordView: { status: string } } };
  if (data.recordView.status !== 'COUNTED') throw new Error(`recordView answers ${answer}`);
  const answerFile = join(folder, 'view.json');
  await writeFile(answerFile, answer);
  const reports = {
    name: 'Fastify, POST',
    server: await start(ServerProcess.floor('reports', answerFile)),
    bodies,
  };
  await mustAnswer(reports.server, bodies[0]!, answer);
  return {
    title: 'recordView, one a request',
    ours: { name: 'Mostread', server: api, bodies },
    floors: [reports],
    reach: { floor: reports.name, ratio: 0.3 },
  };
}

async function mustAnswer(server: ServerProcess, body: string, wanted: string): Promise<void> {
  const answer = await server.ask(body, headers);
  if (answer.trim() !== wanted.trim()) throw new Error(`A floor answers otherwise: ${answer.slice(0, 300)}`);
}

async function report(outcomes: readonly Outcome[]): Promise<void> {
  if (asked.json !== undefined) {
    const { headers: _, ...measured } = effort;
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
