import type { FastifyInstance } from 'fastify';

export interface StartPage {
  title: string;
  sentence: string;
  links: readonly { path: string; words: string }[];
}

/** What a browser finds at `/`: what this is, and where to go. */
export function registerStartPage(fastify: FastifyInstance, page: StartPage): void {
  const links = page.links
    .map(({ path, words }) => `<li><a href="${path}">${path}</a> ${words}</li>`)
    .join('\n');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }</style>
</head>
<body>
<h1>${page.title}</h1>
<p>${page.sentence}</p>
<ul>
${links}
</ul>
</body>
</html>
`;
  fastify.get('/', async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
      .send(html),
  );
}
