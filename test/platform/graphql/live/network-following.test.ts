import { anyone } from '../../../../src/accounts/account';
import { NetworkFollowing } from '../../../../src/platform/graphql/live/network-following';

const from = (clientIp: string) => ({ clientIp, caller: anyone });

function following() {
  return new NetworkFollowing({
    ...{ subscriptionsPerNetwork: 4, executionsPerNetwork: 2 },
    followerOf: ({ clientIp }) => (clientIp.startsWith('10.') ? undefined : clientIp.slice(0, 3)),
  });
}

test('a network may follow so many different things, and join what it follows', () => {
  const networks = following();
  const stop = networks.follow(from('81.1.1.1'), 'a');
  networks.follow(from('81.1.1.2'), 'b');
  networks.follow(from('81.1.1.3'), 'b');
  expect(() => networks.follow(from('81.1.1.4'), 'c')).toThrow(
    'at most 2 different things at a time (LIVE_EXECUTIONS_PER_NETWORK)',
  );
  expect(() => networks.follow(from('82.1.1.1'), 'c')).not.toThrow();
  stop();
  stop();
  expect(() => networks.follow(from('81.1.1.4'), 'c')).not.toThrow();
  expect(() => networks.follow(from('81.1.1.4'), 'a')).toThrow('LIVE_EXECUTIONS_PER_NETWORK');
});

test('and have so many subscriptions, of the same too, again once one has ended', () => {
  const networks = following();
  const stops = Array.from({ length: 4 }, () => networks.follow(from('81.1.1.1'), 'a'));
  expect(() => networks.follow(from('81.1.1.2'), 'a')).toThrow(
    'at most 4 subscriptions (LIVE_SUBSCRIPTIONS_PER_NETWORK)',
  );
  stops[0]?.();
  stops[0]?.();
  networks.follow(from('81.1.1.2'), 'a');
  expect(() => networks.follow(from('81.1.1.2'), 'a')).toThrow('LIVE_SUBSCRIPTIONS_PER_NETWORK');
});

test('an address of no network has no limit here', () => {
  const networks = following();
  for (let at = 0; at < 20; at++) networks.follow(from('10.0.0.1'), `${at}`);
  expect(() => networks.follow(from('10.0.0.1'), 'one more')).not.toThrow();
});
