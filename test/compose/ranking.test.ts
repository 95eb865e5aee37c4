import { PreviewStore } from '../../src/ranking/rules/previews.store';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();

test('a stop while ranking still starts leaves nobody listening for previews, and it may start again', async () => {
  const live = new LiveNewsroom(stores);
  await live.newsroom.start();
  await live.counting.start();
  const { ranking } = live.rails;
  let listening = 0;
  const onAsked = jest.spyOn(PreviewStore.prototype, 'onAsked').mockImplementation(async () => {
    listening++;
    return () => void listening--;
  });
  const starting = ranking.start();
  await ranking.stop();
  await starting;
  expect(listening).toBe(0);
  await ranking.start();
  expect(listening).toBe(1);
  await live.stop();
  expect(listening).toBe(0);
  onAsked.mockRestore();
});
