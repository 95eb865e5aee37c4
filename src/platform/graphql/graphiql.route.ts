// GraphiQL as it comes from npm, served from here: the page loads nothing from anywhere else, and its policy lets the
// browser run no script but these files.

import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

export interface Example {
  query: string;
  variables: Record<string, unknown>;
}

export interface GraphiqlOptions {
  title: string;
  /** What the editor shows to a newcomer; asked for each time, so that it always has an answer. */
  example: () => Example;
}

const CACHE_SECONDS = 3_600;

const files: Record<string, string> = {
  'graphiql.css': join(packageFolder('graphiql'), 'graphiql.min.css'),
  'graphiql.js': join(packageFolder('graphiql'), 'graphiql.min.js'),
  'react.js': join(packageFolder('react'), 'umd/react.production.min.js'),
  'react-dom.js': join(packageFolder('react-dom'), 'umd/react-dom.production.min.js'),
};

// The editor puts its widths and its scroll lock into style elements; hence 'unsafe-inline' for styles alone.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export async function registerGraphiql(fastify: FastifyInstance, options: GraphiqlOptions): Promise<void> {
  await fastify.register(fastifyStatic, { root: packageFolder('graphiql'), serve: false });
  fastify.get('/graphiql', async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(page(options)),
  );
  fastify.get('/graphiql/start.js', async (_request, reply) =>
    reply.header('content-type', 'text/javascript; charset=utf-8').send(startScript),
  );
  for (const [name, path] of Object.entries(files)) {
    fastify.get(`/graphiql/${name}`, (_request, reply) =>
      reply.sendFile(path.slice(dirname(path).length + 1), dirname(path), { maxAge: CACHE_SECONDS * 1_000 }),
    );
  }
}

function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

function page({ title, example }: GraphiqlOptions): string {
  // The example is data, not script; an article's text in it must not be able to end the element.
  const data = JSON.stringify(example()).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html, body, #graphiql { height: 100%; margin: 0; }</style>
</head>
<body>
<div id="graphiql">Loading the editor…</div>
<script type="application/json" id="example">${data}</script>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;
}

// GraphiQL keeps what is typed in the browser's storage; the example is for those who have nothing there yet. It reads
// the variables of a first tab from its property alone.
const startScript = `'use strict';
const example = JSON.parse(document.getElementById('example').textContent);
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;
const ask = GraphiQL.createFetcher({ url: '/graphql' });

const isSubscription = ({ documentAST } = {}, name) =>
  documentAST?.definitions.some(
    (one) => one.operation === 'subscription' && (!name || one.name?.value === name),
  ) ?? false;

async function* results(asked, headers, signal) {
  const answer = await fetch('/graphql/stream', {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal,
  });
  if (!answer.ok) return yield await answer.json();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const isNext = 'event: next\\ndata: ';
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const events = (text + read.value).split('\\n\\n');
    text = events.pop();
    for (const event of events) if (event.startsWith(isNext)) yield JSON.parse(event.slice(isNext.length));
  }
}

function follow(asked, headers) {
  const control = new AbortController();
  const followed = results(asked, headers, control.signal);
  const end = { done: true, value: undefined };
  const next = () => followed.next().catch((error) => (control.signal.aborted ? end : Promise.reject(error)));
  const stop = async () => {
    control.abort();
    return end;
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: (asked, options) =>
      isSubscription(options, asked.operationName) ? follow(asked, options?.headers) : ask(asked, options),
    defaultQuery: example.query,
    variables: isFirstVisit ? JSON.stringify(example.variables, null, 2) : undefined,
    defaultEditorToolsVisibility: 'variables',
  }),
);
`;
