import type { DataSource } from 'typeorm';
import { theProgram } from '../../src/accounts/account';
import { ApiKeyRepository } from '../../src/accounts/api-key.repository';
import { drawApiKey } from '../../src/accounts/api-key-text';
import type { Role } from '../../src/accounts/role';
import type { Scope } from '../../src/accounts/scope';

export interface KeyChanges {
  name?: string;
  scopes?: Scope[];
  expiresAt?: Date;
}

interface WithStores {
  dataSource: DataSource;
}

/** Writes an API key and gives it as it is sent: `ask(query, variables, { as: await keyOf(api, Role.EDITOR) })`. */
export async function keyOf(
  place: WithStores | { stores: WithStores },
  role: Role,
  { name = `the ${role.toLowerCase()}`, scopes, expiresAt }: KeyChanges = {},
): Promise<string> {
  const { dataSource } = 'stores' in place ? place.stores : place;
  const { id, secretHash, text } = drawApiKey();
  await new ApiKeyRepository(dataSource).create(
    {
      ...{ id, secretHash, name, role, scopes: scopes ?? null, expiresAt: expiresAt ?? null },
      ...{ createdAt: new Date(), createdBy: theProgram.name },
    },
    theProgram,
  );
  return text;
}
