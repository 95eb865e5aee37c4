import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LogRules, logViews } from '../../src/traffic/view-log';

const usual: LogRules = {
  format: undefined,
  columns: {},
  badLines: 'refuse',
  order: 'given',
  fromMs: undefined,
  toMs: undefined,
  limit: undefined,
};
const at = (second: number) => Date.UTC(2026, 0, 1, 0, 0, second);
const view = (second: number, visitor: string, article: string, source = 'OTHER') => ({
  atMs: at(second),
  visitor,
  article,
  source,
});
// A zstd frame of one block, not compressed.
const zstd = (text: string) => {
  const content = Buffer.from(text);
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, content.length]);
  const block = Buffer.alloc(3);
  block.writeUIntLE(1 + (content.length << 3), 0, 3);
  return Buffer.concat([header, block, content]);
};

describe('a log of views', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-log-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (name: string, content: string | Buffer, rules: Partial<LogRules> = {}) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const counts = { badLines: 0 };
    const views = [];
    for await (const group of logViews(path, { ...usual, ...rules }, counts)) views.push(...group);
    return { views, ...counts };
  };

  const two = [view(0, 'ann', 'a1'), view(1, 'bob', 'a2')];
  const tsv = `timestamp\tvisitor\tarticle\n${at(0)}\tann\ta1\n${at(1)}\tbob\ta2\n`;

  test.each([
    ['tab-separated', 'a.tsv', tsv],
    ['with carriage returns', 'a.tsv', tsv.replaceAll('\n', '\r\n')],
    ['without a last line end', 'a.tsv', tsv.trimEnd()],
    ['with empty lines', 'a.tsv', tsv.replaceAll('\n', '\n\n')],
    ['without a header', 'a.tsv', tsv.slice(tsv.indexOf('\n') + 1)],
    ['in seconds', 'a.tsv', `${at(0) / 1000}\tann\ta1\n${at(1) / 1000}\tbob\ta2\n`],
    ['packed with gzip', 'a.tsv.gz', gzipSync(tsv)],
    ['packed with zstd', 'a.tsv.zst', zstd(tsv)],
    ['packed without saying so', 'a.tsv', gzipSync(tsv)],
    ['comma-separated', 'a.csv', tsv.replaceAll('\t', ',')],
    ['quoted', 'a.csv', `article,"timestamp",visitor\n"a1","${at(0)}","ann"\na2,${at(1)},bob\n`],
    [
      'of other columns too',
      'a.tsv',
      `time\tx\tuser_id\titem_id\n${at(0)}\t1\tann\ta1\n${at(1)}\t2\tbob\ta2`,
    ],
    [
      'in JSON',
      'a.ndjson',
      `{"ts":"2026-01-01T00:00:00Z","user":"ann","article":"a1"}\n{"article":"a2","ts":${at(1)},"user":"bob"}`,
    ],
    ['named by nothing', 'a.log', tsv],
    [
      'named by nothing, in JSON',
      'b.log',
      `{"ts":${at(0)},"user":"ann","article":"a1"}\n{"ts":${at(1)},"user":"bob","article":"a2"}`,
    ],
  ])('is read %s', async (_, name, content) => {
    expect((await read(name, content)).views).toEqual(two);
  });

  test('is read by the columns that are named', async () => {
    const content = `when\twho\twhat\thow\n${at(0)}\tann\ta1\tSearch\n${at(1)}\tbob\ta2\tcarrier pigeon\n`;
    const columns = { timestamp: 'when', visitor: 'who', article: '3', source: 'how' };
    const { views } = await read('a.tsv', content, { columns });
    expect(views).toEqual([view(0, 'ann', 'a1', 'SEARCH'), view(1, 'bob', 'a2', 'OTHER')]);
  });

  const line = (second: number | string, rest = 'ann\ta1') =>
    `${typeof second === 'number' ? at(second) : second}\t${rest}\n`;

  test.each([
    [
      'out of order',
      line(1) + line(0),
      /line 2: its time is before that of the line above \(2026-01-01T00:00:00.000Z after/,
    ],
    [
      'with an impossible time',
      line(0) + line('2026-02-30'),
      /line 2: "2026-02-30" is no time between 1990 and 2100/,
    ],
    ['without a time', line(0) + line(''), /line 2: it has no time\. Correct it, or add --skip-bad/],
    ['without a visitor', line(0) + line(1, '\ta1'), /line 2: it has no visitor\./],
    ['without an article', line(0) + line(1, 'ann'), /line 2: it has no article\./],
    [
      'with a name like a book',
      line(0) + line(1, `ann\t${'a'.repeat(300)}`),
      /line 2: its article is longer than 200/,
    ],
  ])('%s is refused at that line, and read without it where asked', async (_, content, message) => {
    await expect(read('a.tsv', content)).rejects.toMatchObject({ code: 'LOG_REFUSED' });
    await expect(read('a.tsv', content)).rejects.toThrow(message);
    const { views, badLines } = await read('a.tsv', content, { badLines: 'skip' });
    expect([views.length, badLines]).toEqual([1, 1]);
  });

  test.each([
    ['no JSON', '{"ts":1506826800,"user":"a","article":"b"}\n{"ts":', /line 2: it is not JSON\./],
    ['no object', '{"ts":1506826800,"user":"a","article":"b"}\n[1]', /line 2: it is no JSON object\./],
    ['no time', '{"user":"a","article":"b"}', /line 1: it has no time\./],
  ])('in JSON with %s is refused at that line', async (_, content, message) => {
    await expect(read('a.ndjson', content)).rejects.toThrow(message);
  });

  test.each([
    [
      'a column is missing',
      'a.tsv',
      'when\twho\n',
      /has no column for the timestamp\. It has when, who\. Say which it is/,
    ],
    ['a quotation mark is lost', 'a.csv', `time,user,article\n${at(0)},"ann,a1\n`, /is not well-formed CSV/],
    [
      'it ends in the middle',
      'a.tsv.gz',
      gzipSync(tsv.repeat(50)).subarray(0, 60),
      /is gzip that is damaged or ends/,
    ],
    [
      'it is damaged',
      'a.tsv.zst',
      Buffer.concat([zstd(tsv).subarray(0, 20)]),
      /is zstd that is damaged or ends/,
    ],
    ['a line never ends', 'a.tsv', 'x'.repeat(3_000_000), /has a line of more than 1 MB/],
    [
      'it needs too much memory to unpack',
      'a.tsv.zst',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      /needs more than 128 MB of memory to unpack/,
    ],
  ])('is refused when %s', async (_, name, content, message) => {
    await expect(read(name, content)).rejects.toThrow(message);
  });

  test('is put in order where asked', async () => {
    const { views } = await read('a.tsv', line(2) + line(0) + line(1), { order: 'sort' });
    expect(views.map(({ atMs }) => atMs)).toEqual([at(0), at(1), at(2)]);
  });

  test('is read from, to and as far as asked', async () => {
    const content = [0, 1, 2, 3, 4, 5].map((second) => line(second)).join('');
    const seconds = async (rules: Partial<LogRules>) =>
      (await read('a.tsv', content, rules)).views.map(({ atMs }) => (atMs - at(0)) / 1_000);
    expect(await seconds({ fromMs: at(2), toMs: at(5) })).toEqual([2, 3, 4]);
    expect(await seconds({ fromMs: at(2), limit: 2 })).toEqual([2, 3]);
  });

  test('that does not exist is refused', async () => {
    const reading = logViews(join(folder, 'none.tsv'), usual, { badLines: 0 }).next();
    await expect(reading).rejects.toThrow(/none\.tsv does not exist\.$/);
  });
});
