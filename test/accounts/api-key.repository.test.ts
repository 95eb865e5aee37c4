import { theProgram } from '../../src/accounts/account';
import { ApiKeyRepository } from '../../src/accounts/api-key.repository';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useStores } from '../setup/stores';

const stores = useStores();
const idOf = (key: string): string => key.split('_')[1]!;

describe('all keys, when they are too many', () => {
  test('leaves out what has ended before what can be used', async () => {
    const repository = new ApiKeyRepository(stores.dataSource);
    const used = idOf(await keyOf(stores, Role.SERVICE));
    await keyOf(stores, Role.SERVICE, { expiresAt: new Date(Date.now() - 1_000) });
    const revoked = idOf(await keyOf(stores, Role.SERVICE));
    await repository.revoke(revoked, new Date(), theProgram);
    expect((await repository.all(1, new Date())).map(({ id }) => id)).toEqual([used]);
    expect((await repository.all(2, new Date())).map(({ id }) => id)).toEqual([used, revoked]);
    expect(await repository.countUsable(new Date())).toBe(1);
  });
});

describe('an act on a key', () => {
  test('is not done when it cannot be written down', async () => {
    const repository = new ApiKeyRepository(stores.dataSource);
    const id = idOf(await keyOf(stores, Role.SERVICE));
    await stores.dataSource.query(
      `alter table audit_entry add constraint shut check (act = 'CREATED') not valid`,
    );
    try {
      await expect(repository.revoke(id, new Date(), theProgram)).rejects.toThrow(/shut/);
      expect((await repository.byId(id))?.revokedAt).toBeNull();
    } finally {
      await stores.dataSource.query('alter table audit_entry drop constraint shut');
    }
    expect(await repository.revoke(id, new Date(), theProgram)).toBe(true);
  });
});
