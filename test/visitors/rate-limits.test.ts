import { Account, anyone } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import type { Caller, Spender } from '../../src/platform/graphql/per-request';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { CallerRateLimits, type RateLimitParts } from '../../src/visitors/rate-limits';
import { VisitorIds } from '../../src/visitors/visitor-ids';
import { VisitorSaltStore } from '../../src/visitors/visitor-salt.store';
import { useStores } from '../setup/stores';

const stores = useStores();
const points = { networkPoints: 100, readerClientPoints: 1_000, servicePoints: 0, staffPoints: 500 };

function limitsWith(change: Partial<RateLimitParts> = {}): CallerRateLimits {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
  const days = new PublisherDays('UTC');
  const visitorIds = new VisitorIds(new VisitorSaltStore(stores.redis, days), days, clock);
  return new CallerRateLimits({ redis: stores.redis, clock, visitorIds, points, ...change });
}

const withRoles = (id: string, ...roles: Role[]): Caller =>
  new Account({ kind: 'API_KEY', id, name: id, roles });

async function spenderOf(
  limits: CallerRateLimits,
  clientIp: string,
  caller: Caller = anyone,
): Promise<Spender> {
  const spender = await limits.spenderOf({ clientIp, caller });
  if (spender === undefined) throw new Error('not limited');
  return spender;
}

const pointsOf = (spender: Spender) => spender.allowance().pointsPerMinute;

describe('a reader without a credential', () => {
  test('spends what the network may, together with all who are in it', async () => {
    const limits = limitsWith();
    (await spenderOf(limits, '203.0.113.7')).spend(60);
    const neighbour = await spenderOf(limits, '203.0.113.200');
    expect(() => neighbour.spend(41)).toThrow(
      'What you ask for costs more than the 100 points a minute that you may spend. Try again in 60 s.',
    );
    neighbour.spend(40);
    (await spenderOf(limits, '198.51.100.7')).spend(100);
  });

  test('pays with them as one, and with nobody of another network or with a key', async () => {
    const limits = limitsWith();
    const { payer } = await spenderOf(limits, '203.0.113.7');
    expect((await spenderOf(limits, '203.0.113.200')).payer).toBe(payer);
    expect((await spenderOf(limits, '198.51.100.7')).payer).not.toBe(payer);
    const key = await spenderOf(limits, '203.0.113.7', withRoles('one', Role.WRITER));
    expect(key.payer).not.toBe(payer);
    expect((await spenderOf(limits, '198.51.100.7', withRoles('one', Role.WRITER))).payer).toBe(key.payer);
  });

  test('is told in fields and headers when to come again', async () => {
    const spender = await spenderOf(limitsWith(), '203.0.113.7');
    spender.charge(100);
    expect(() => spender.spend(1)).toThrow(
      expect.objectContaining({
        code: 'RATE_LIMITED',
        status: 429,
        retryable: true,
        details: { retryAfterMs: 60_000 },
        headers: { 'retry-after': '60' },
      }),
    );
  });

  test.each(['127.0.0.1', '::1', '10.1.2.3', '192.168.0.9', 'fd00::1'])(
    'at %s is not limited',
    async (clientIp) => {
      expect(await limitsWith().spenderOf({ clientIp, caller: anyone })).toBeUndefined();
    },
  );

  test('is limited also where the salt of the day cannot be had', async () => {
    const visitorIds = { ofNetwork: () => Promise.reject(new StoreUnavailable('Redis')) };
    const limits = limitsWith({ visitorIds });
    (await spenderOf(limits, '203.0.113.7')).spend(100);
    const neighbour = await spenderOf(limits, '203.0.113.9');
    expect(() => neighbour.spend(1)).toThrow('100 points a minute');
  });
});

describe('a caller with a credential', () => {
  test.each([
    { roles: [Role.READER_CLIENT], allowed: 1_000 },
    { roles: [Role.WRITER], allowed: 500 },
    { roles: [Role.EDITOR], allowed: 500 },
    { roles: [Role.ADMIN], allowed: 500 },
    { roles: [Role.WRITER, Role.READER_CLIENT], allowed: 1_000 },
    { roles: [], allowed: 100 },
  ])('with $roles may spend $allowed points', async ({ roles, allowed }) => {
    expect(pointsOf(await spenderOf(limitsWith(), '203.0.113.7', withRoles('key', ...roles)))).toBe(allowed);
  });

  test.each([[[Role.SERVICE]], [[Role.WRITER, Role.SERVICE]]])(
    'with %j is not limited where 0 says so',
    async (roles) => {
      const caller = withRoles('key', ...roles);
      expect(await limitsWith().spenderOf({ clientIp: '203.0.113.7', caller })).toBeUndefined();
    },
  );

  test('spends by itself, wherever it sends from', async () => {
    const limits = limitsWith();
    (await spenderOf(limits, '203.0.113.7', withRoles('one', Role.WRITER))).spend(500);
    const elsewhere = await spenderOf(limits, '10.0.0.1', withRoles('one', Role.WRITER));
    expect(() => elsewhere.spend(1)).toThrow('500 points');
    (await spenderOf(limits, '203.0.113.7', withRoles('two', Role.WRITER))).spend(500);
    (await spenderOf(limits, '203.0.113.7')).spend(100);
  });
});
