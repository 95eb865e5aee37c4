import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const hour = (of: number) => new Date(Date.UTC(2026, 0, 1, of));

describe('must-read picks', () => {
  test('hold from their beginning to their end; pinned ones come first, in their order', async () => {
    const written = await newsroom.writer.write(['a', 'b', 'c', 'd'].map((id) => aDraft(id)));
    const [a, b, c, d] = written.map(({ id }) => id) as [string, string, string, string];
    const pick = { value: 3, lifetime: PickLifetime.LONG, from: hour(1) };
    const pin = { reason: 'The news of the day.', until: hour(4) };
    await newsroom.picks.writePicks([
      { ...pick, articleId: a },
      { ...pick, articleId: b, to: hour(2) },
      { ...pick, articleId: c, pin, position: 1 },
      { ...pick, articleId: d, pin, position: 0, from: hour(3) },
    ]);
    const activeAt = async (at: Date) =>
      (await newsroom.picks.activePicks(at.getTime())).map(({ number }) => number);
    const [na, nb, nc, nd] = written.map(({ number }) => number);
    expect(await activeAt(hour(0))).toEqual([]);
    expect(await activeAt(hour(1))).toEqual([nc, na, nb]);
    expect(await activeAt(hour(2))).toEqual([nc, na]);
    expect(await activeAt(hour(3))).toEqual([nd, nc, na]);
    expect((await activeAt(hour(4)))[0]).toBe(na);
  });

  test('are one for each article: the later replaces the earlier', async () => {
    const [written] = await newsroom.writer.write([aDraft('picked-twice')]);
    const pick = { articleId: written!.id, lifetime: PickLifetime.SHORT, from: hour(0) };
    await newsroom.picks.writePicks([{ ...pick, value: 2 }]);
    await newsroom.picks.writePicks([{ ...pick, value: 5 }]);
    const active = await newsroom.picks.activePicks(hour(0).getTime());
    expect(active.filter(({ articleId }) => articleId === written!.id)).toMatchObject([{ value: 5 }]);
  });
});
