import { SimulatedClock } from '../../../../src/platform/clock';
import { FollowerPayments } from '../../../../src/platform/graphql/live/follower-payments';
import { aPurse } from '../../../builders/a-purse';

const aMember = () => ({ push: () => undefined, finish: () => undefined, fail: () => undefined });

function payments(points: number) {
  const clock = new SimulatedClock(0);
  const all = new FollowerPayments(clock, points);
  const members = (count: number, purse?: ReturnType<typeof aPurse>) =>
    Array.from({ length: count }, () => {
      const member = aMember();
      all.add(member, purse?.spender());
      return member;
    });
  return { clock, all, members };
}

test('a price is rounded once for each who pays, however many follow on one allowance', () => {
  const { all, members } = payments(10);
  const [office, home] = [aPurse('office', 1_000), aPurse('home', 1_000)];
  members(99, office);
  members(1, home);
  expect(all.payForChange().forChange).toHaveLength(100);
  // 99 hundredths of ten points, and one of them; by heads it would have been 99 and 1.
  expect([office.left, home.left]).toEqual([990, 999]);
});

test('what one cannot pay the others do, or nobody has it', () => {
  const { all, members } = payments(100);
  const [rich, poor] = [aPurse('rich', 140), aPurse('poor', 20)];
  const [heard] = members(1, rich);
  members(3, poor);
  expect(all.payForChange()).toEqual({ forChange: [heard], forState: [] });
  expect([rich.left, poor.left]).toEqual([40, 20]);
  expect(all.payForChange()).toEqual({ forChange: [], forState: [] });
  expect([rich.left, poor.left]).toEqual([40, 20]);
});

test('who pays nothing carries its share, and is never behind', () => {
  const { all, members } = payments(100);
  const [staff] = members(1);
  const poor = aPurse('poor', 60);
  members(1, poor);
  expect(all.payForChange().forChange).toHaveLength(2);
  expect(poor.left).toBe(10);
  expect(all.payForChange().forChange).toEqual([staff]);
  expect(all.behind).toBe(1);
});

test('who has missed a change pays for the state next, and for changes again after that', () => {
  const { all, members } = payments(100);
  const purse = aPurse('one', 50);
  const [member] = members(1, purse);
  expect(all.payForChange()).toEqual({ forChange: [], forState: [] });
  purse.left = 250;
  expect(all.payForChange()).toEqual({ forChange: [], forState: [member] });
  expect(all.payForChange()).toEqual({ forChange: [member], forState: [] });
  expect(purse.left).toBe(50);
});

test('who could pay for nothing in a minute is given up, and not before', async () => {
  const { clock, all, members } = payments(100);
  const purse = aPurse('one', 0);
  const [member] = members(1, purse);
  all.payForChange();
  await clock.advanceBy(59_999);
  all.payForChange();
  expect(all.givenUp()).toEqual([]);
  await clock.advanceBy(1);
  all.payForChange();
  expect(all.givenUp()).toMatchObject([{ member, why: { code: 'RATE_LIMITED' } }]);
});
