import { runMostread } from './run-mostread';

jest.setTimeout(60_000);

describe('mostread', () => {
  test.each([
    [[], /Usage: mostread[\s\S]+Examples:/],
    [['--help'], /Usage: mostread[\s\S]+Examples:/],
    [['help', 'import'], /Usage: mostread import[\s\S]+--dry-run[\s\S]+What becomes what/],
    [['replay', '--help'], /Usage: mostread replay[\s\S]+--speed[\s\S]+Examples:/],
    [['key', '--help'], /Usage: mostread key[\s\S]+revoke[\s\S]+COMMENTS_MODERATE[\s\S]+Examples:/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['schema'], /type Query \{[\s\S]+popularNow/],
    [['config'], /^[A-Z_]+\n {2}\S/],
  ])('%j explains itself', async (args, expected) => {
    const { status, stdout, stderr } = await runMostread(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });

  test.each([
    [['imprt'], /unknown command 'imprt'/],
    [['import'], /missing required argument 'feed'/],
    [['import', 'a.rss', '--fast'], /unknown option '--fast'/],
    [['import', 'a.rss', '--language', 'English please'], /--language English please is no language code/],
    [['import', 'a.rss', '--section', ' '], /--section is empty/],
    [['replay', 'a.tsv', '--speed', '-3'], /'-3' is invalid\. It is a number above 0, or max\./],
    [['replay', 'a.tsv', '--limit', 'many'], /'many' is invalid\. It is a whole number from 1\./],
    [['replay', 'a.tsv', '--from', 'then'], /'then' is invalid\. It is a time such as/],
    [['replay', 'a.tsv', '--columns', 'when=ts'], /cannot be read at "when=ts"/],
    [['key', 'create', '--role', 'editor'], /required option '--name <text>' not specified/],
    [
      ['key', 'create', '--name', 'x', '--role', 'chief'],
      /'chief' is invalid\. It is reader-client, service/,
    ],
    [
      ['key', 'create', '--name', 'x', '--role', 'editor', '--scopes', 'all'],
      /'all' is invalid\. Scopes are/,
    ],
    [['key', 'create', '--name', 'x', '--role', 'writer', '--scopes', 'keys-manage'], /WRITER does not have/],
    [
      ['key', 'create', '--name', 'x', '--role', 'writer', '--expires', '90'],
      /'90' is invalid\. It is a time/,
    ],
    [
      ['key', 'create', '--name', 'x', '--role', 'writer', '--expires', '2027-02-31'],
      /is invalid\. It is a time/,
    ],
    [
      ['key', 'create', '--name', 'x', '--role', 'writer', '--expires', '2001-01-01'],
      /--expires is not in the/,
    ],
    [
      ['key', 'create', '--name', 'x', '--role', 'writer', '--expires', '9999-01-01'],
      /more than 10 years away/,
    ],
    [['key', 'create', '--name', ' ', '--role', 'writer'], /--name is empty/],
    [['key', 'create', '--name', 'a\nb', '--role', 'writer'], /--name has characters that cannot be shown/],
    [['key', 'revoke', 'the site'], /'the site' is invalid for argument 'id'\. It is the id of a key/],
    [['key', 'revoke'], /missing required argument 'id'/],
    [['key', 'delete'], /unknown command 'delete'/],
    [['replay', 'a.tsv', '--format', 'xls'], /'xls' is invalid\. It is tsv, csv or ndjson\./],
  ])('%j is wrong use: status 2', async (args, message) => {
    const { status, stdout, stderr } = await runMostread(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('names a setting that is wrong: status 2', async () => {
    process.env['PORT'] = 'four thousand';
    try {
      const { status, stderr } = await runMostread(['import', 'a.rss']);
      expect(status).toBe(2);
      expect(stderr).toContain('PORT is "four thousand"; it may be a whole number from');
    } finally {
      delete process.env['PORT'];
    }
  });

  test('says in one sentence that a store is not there: status 1', async () => {
    const { status, stderr } = await runMostread(['withdraw', 'some-story']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/DATABASE_URL names 127\.0\.0\.1:9\/none, which does not answer/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
