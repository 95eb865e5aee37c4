import { askTogether } from '../../src/platform/ask-together';

test('what is asked for at once comes in the order in which it was asked for', async () => {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('late'), 20));
  expect(await askTogether<[string, number]>([late, Promise.resolve(2)])).toEqual(['late', 2]);
});

test('an error waits for the answers that are still on their way', async () => {
  let hasCome = false;
  const late = new Promise<void>((resolve) =>
    setTimeout(() => {
      hasCome = true;
      resolve();
    }, 20),
  );
  await expect(askTogether([Promise.reject(new Error('away')), late])).rejects.toThrow('away');
  expect(hasCome).toBe(true);
});
