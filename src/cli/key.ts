import { type Command, InvalidArgumentError } from 'commander';
import { readKeyId } from '../accounts/api-key-text';
import type { Role } from '../accounts/role';
import type { Scope } from '../accounts/scope';
import type { KeyOptions } from './run-key';

const help = () => `
Whoever sends a key may do what its role may, or less: --scopes names what it is to be limited to.

  reader-client   the site or the app: what any reader may do
  service         a server of the publisher: the same, with the limits of a server
  writer          writes drafts
  editor          publishes, corrects, withdraws, picks, moderates
  admin           everything, keys and the audit log included

Scopes: ${scopeNames().join(', ')}

Examples:
  mostread key create --name "the site" --role reader-client
  mostread key create --name "moderation desk" --role editor --scopes COMMENTS_MODERATE --expires 90d
  mostread key list
  mostread key revoke 4fQz0aBcD3x`;

export function addKey(program: Command): void {
  const key = program
    .command('key')
    .description('create, list and revoke API keys')
    .helpCommand('help [command]', 'say more about a command')
    .addHelpText('after', help);
  key
    .command('create')
    .description('create a key; it is printed once and kept nowhere')
    .requiredOption('--name <text>', 'what it is for')
    .requiredOption('--role <role>', 'reader-client, service, writer, editor or admin', readRole)
    .option('--scopes <list>', 'only these of what the role has, separated by commas', readScopes)
    .option('--expires <when>', 'when it ends: 12h, 90d, 2w, or a date such as 2027-01-31', readEnd)
    .addHelpText('after', help)
    .action((options: KeyOptions) => commands().createKey(options));
  key
    .command('list')
    .description('show the keys that can be used, newest first')
    .option('--all', 'those that have ended or were revoked as well')
    .action((options: { all?: boolean }) => commands().listKeys(options));
  key
    .command('revoke')
    .description('end a key, in every running process within a second')
    .argument('<id>', 'its id, or the key itself', readId)
    .action((id: string) => commands().revokeKey(id));
}

function commands(): typeof import('./run-key') {
  return require('./run-key') as typeof import('./run-key');
}

function scopeNames(): string[] {
  const { Scope } = require('../accounts/scope') as typeof import('../accounts/scope');
  return Object.values(Scope);
}

function readRole(written: string): Role {
  const { Role } = require('../accounts/role') as typeof import('../accounts/role');
  const role = nameOf(written);
  if (role in Role) return role as Role;
  throw new InvalidArgumentError('It is reader-client, service, writer, editor or admin.');
}

function readScopes(written: string): Scope[] {
  return written.split(',').map((one) => {
    const scope = nameOf(one);
    if (scopeNames().includes(scope)) return scope as Scope;
    throw new InvalidArgumentError(`Scopes are ${scopeNames().join(', ')}.`);
  });
}

const nameOf = (written: string): string => written.trim().toUpperCase().replaceAll('-', '_');

const HOUR_MS = 3_600_000;
const unitMs: Record<string, number> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS };
const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

function readEnd(written: string): KeyOptions['expires'] {
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(written) ?? [];
  if (count !== undefined && unit !== undefined) return { afterMs: Number(count) * (unitMs[unit] ?? 0) };
  const at = date.test(written) ? new Date(written) : undefined;
  if (at !== undefined && isOnCalendar(at, written)) return { at };
  throw new InvalidArgumentError('It is a time from now such as 90d, or a date such as 2027-01-31.');
}

/** A Date takes 31 February for a day in March. */
function isOnCalendar(at: Date, written: string): boolean {
  if (Number.isNaN(at.getTime())) return false;
  const day = Number(written.slice(8, 10));
  return (
    new Date(Date.UTC(Number(written.slice(0, 4)), Number(written.slice(5, 7)) - 1, day)).getUTCDate() === day
  );
}

function readId(written: string): string {
  const id = readKeyId(written);
  if (id === undefined) {
    throw new InvalidArgumentError(
      'It is the id of a key, which "mostread key list" shows: 11 letters and digits.',
    );
  }
  return id;
}
