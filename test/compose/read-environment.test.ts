import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/compose/read-environment';

describe('the environment', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-environment-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('wins over .env', async () => {
    await writeFile(join(folder, '.env'), '# ours\nPORT=4001\nTIME_ZONE="Asia/Seoul"\n');
    expect(readEnvironment(folder, { PORT: '4002' })).toEqual({ PORT: '4002', TIME_ZONE: 'Asia/Seoul' });
  });

  test('is enough by itself', () => {
    expect(readEnvironment(folder, { PORT: '4002' })).toEqual({ PORT: '4002' });
  });
});
