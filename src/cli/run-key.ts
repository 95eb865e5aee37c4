import { theProgram } from '../accounts/account';
import { ApiKeyRepository } from '../accounts/api-key.repository';
import { ApiKey } from '../accounts/api-key.type';
import { ApiKeyIssuer, checkedDraft, type KeyDraft } from '../accounts/issue-api-keys';
import { type Role, scopesOfRole } from '../accounts/role';
import type { Scope } from '../accounts/scope';
import { openStoresForCommand } from '../compose/stores';
import { type Clock, systemClock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { settingsForCommand } from './newsroom-for-command';
import { UsageError } from './usage-error';

export interface KeyOptions {
  name: string;
  role: Role;
  scopes?: Scope[];
  expires?: { at: Date } | { afterMs: number };
}

interface Keys {
  repository: ApiKeyRepository;
  issuer: ApiKeyIssuer;
  clock: Clock;
}

const tell = (line: string) => process.stderr.write(`${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);

/** The key alone goes to standard output, so that a script can take it from there. */
export async function createKey(options: KeyOptions): Promise<void> {
  checkFirst(draftOf(options, systemClock));
  await withKeys(async ({ issuer, clock }) => {
    const { key, secret } = await issuer.issue(draftOf(options, clock), theProgram);
    const end = key.expiresAt === null ? 'until it is revoked' : `until ${dateOf(key.expiresAt)}`;
    tell(
      `Created "${key.name}" (${key.role}), good ${end}. It is shown this once; send it with each request as`,
    );
    tell('Authorization: Bearer <key>');
    print(secret);
  });
}

export async function listKeys({ all = false }: { all?: boolean }): Promise<void> {
  await withKeys(async ({ repository, clock }) => {
    const nowMs = clock.nowMs();
    const rows = await repository.all(LISTED_MAX, new Date(nowMs));
    const shown = rows.map((row) => new ApiKey(row)).filter((key) => all || stateOf(key, nowMs) === 'good');
    if (shown.length === 0) {
      tell('There is no key yet that can be used. "mostread key create --help" shows how to make one.');
      return;
    }
    const lines = shown.map((key) => [
      ...[
        key.id,
        key.role,
        scopesOf(key),
        dateOf(key.createdAt),
        key.expiresAt ? dateOf(key.expiresAt) : 'never',
      ],
      ...[key.lastUsedAt ? dateOf(key.lastUsedAt) : 'never', ...(all ? [stateOf(key, nowMs)] : []), key.name],
    ]);
    const titles = [
      'ID',
      'ROLE',
      'SCOPES',
      'CREATED',
      'ENDS',
      'LAST USED',
      ...(all ? ['STATE'] : []),
      'NAME',
    ];
    for (const line of tableOf([titles, ...lines])) print(line);
  });
}

export async function revokeKey(id: string): Promise<void> {
  await withKeys(async ({ issuer }) => {
    const { key, wasRevokedNow } = await issuer.revoke(id, theProgram);
    print(`${wasRevokedNow ? 'Revoked' : 'Was revoked before'}: ${key.name} (${key.id})`);
  });
}

const LISTED_MAX = 20_000;

async function withKeys(work: (keys: Keys) => Promise<void>): Promise<void> {
  const { settings, log } = settingsForCommand();
  const stores = await openStoresForCommand(settings, log, tell);
  try {
    const { clock } = stores;
    const repository = new ApiKeyRepository(stores.dataSource);
    // A newsroom that runs finds the change by itself.
    const issuer = new ApiKeyIssuer({ repository, clock, onChanged: async () => undefined });
    await work({ repository, issuer, clock });
  } finally {
    await stores.close();
  }
}

/** A wrong word is said before any store is started. */
function checkFirst(draft: KeyDraft): void {
  try {
    checkedDraft(draft, new Date(systemClock.nowMs()));
  } catch (error) {
    if (!(error instanceof BadUserInput)) throw error;
    throw new UsageError(
      error.message.replace('"expiresAt"', '--expires').replace(/"(name|scopes)"/, '--$1'),
    );
  }
}

function draftOf({ name, role, scopes, expires }: KeyOptions, clock: Clock): KeyDraft {
  if (expires === undefined) return { name, role, scopes };
  const expiresAt = 'at' in expires ? expires.at : new Date(clock.nowMs() + expires.afterMs);
  return { name, role, scopes, expiresAt };
}

function stateOf({ revokedAt, expiresAt }: ApiKey, nowMs: number): 'good' | 'ended' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= nowMs ? 'ended' : 'good';
}

function scopesOf({ role, scopes }: ApiKey): string {
  return scopes.length === scopesOfRole[role].length ? 'all' : scopes.join(',');
}

const dateOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');

function tableOf(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
