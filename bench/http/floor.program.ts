// What the API is measured against, in a process of its own: the same bytes with as little around them as there can be.
//   constant ANSWER.json    bare Fastify, which answers every POST with the same text
//   mercurius ANSWER.json   Mercurius with its JIT, whose resolvers hand out what the answer holds
//   reports ANSWER.json     bare Fastify, which parses the body as JSON first, as for a report of a view
//   unchanged ANSWER.json   bare Fastify, which answers GET with 304 to whoever names its one tag
// It prints where it listens, and ends when its input closes.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import mercurius from 'mercurius';

const CONSTANT_TAG = '"constant"';

type Answer = { data: Record<string, unknown> };

const floors = { constant, mercurius: compiled, reports, unchanged };

async function main(): Promise<void> {
  const [name = '', answerFile = ''] = process.argv.slice(2);
  const text = readFileSync(answerFile, 'utf8');
  const fastify = Fastify();
  floors[name as keyof typeof floors](fastify, text);
  const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
  process.stdout.write(`${url}/graphql\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}

/** The body is taken in and not looked at. */
function constant(fastify: FastifyInstance, text: string): void {
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  answerAlways(fastify, text);
}

function reports(fastify: FastifyInstance, text: string): void {
  answerAlways(fastify, text);
}

function unchanged(fastify: FastifyInstance, text: string): void {
  fastify.get('/graphql', (request, reply) => {
    reply.header('etag', CONSTANT_TAG);
    if (request.headers['if-none-match'] === CONSTANT_TAG) return reply.code(304).send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(text);
  });
}

function answerAlways(fastify: FastifyInstance, text: string): void {
  fastify.post('/graphql', async (_request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8');
    return text;
  });
}

/** The whole schema of the API; its root fields give the answer's own objects, all others are read from these. */
function compiled(fastify: FastifyInstance, text: string): void {
  const { data } = JSON.parse(text) as Answer;
  const roots = Object.entries(data).map(([field, value]) => [field, () => value] as const);
  fastify.register(mercurius, {
    schema: readFileSync(resolve(__dirname, '../../schema/schema.graphql'), 'utf8'),
    resolvers: { Query: Object.fromEntries(roots) },
    jit: 1,
  });
}

void main();
