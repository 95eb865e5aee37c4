// Whose tokens are taken, from the settings taken together.

import { isRole, Role } from './role';

export interface TokenSettings {
  jwtSecret: string | undefined;
  jwksUrl: string | undefined;
  issuer: string | undefined;
  audience: string | undefined;
  roleNames: ReadonlyMap<string, string> | undefined;
}

/** From the issuer's name of a role to ours. */
export type RoleNames = ReadonlyMap<string, Role>;

export interface TokenIssuer {
  keys: { secret: string } | { url: string };
  issuer: string;
  audience: string;
  roleNames: RoleNames;
}

/** Undefined where no tokens are taken. The settings have been found to fit together by `mistakesOfTokens`. */
export function tokenIssuerOf(settings: TokenSettings): TokenIssuer | undefined {
  const { jwtSecret, jwksUrl, issuer = '', audience = '' } = settings;
  const roleNames = roleNamesOf(settings);
  if (jwtSecret !== undefined) return { keys: { secret: jwtSecret }, issuer, audience, roleNames };
  if (jwksUrl !== undefined) return { keys: { url: jwksUrl }, issuer, audience, roleNames };
  return undefined;
}

/** What is wrong with the settings taken together, one sentence each. */
export function mistakesOfTokens(settings: TokenSettings): string[] {
  const { jwtSecret, jwksUrl } = settings;
  if (jwtSecret !== undefined && jwksUrl !== undefined) {
    return ['JWT_SECRET and JWT_JWKS_URL are both set; tokens are checked by one of them.'];
  }
  return [...mistakesOfNames(settings), ...mistakesOfRoles(settings)];
}

function mistakesOfNames({ jwtSecret, jwksUrl, issuer, audience }: TokenSettings): string[] {
  const missing = [
    ...(issuer === undefined ? ['JWT_ISSUER'] : []),
    ...(audience === undefined ? ['JWT_AUDIENCE'] : []),
  ];
  if (jwtSecret !== undefined || jwksUrl !== undefined) {
    const source = jwtSecret === undefined ? 'JWT_JWKS_URL' : 'JWT_SECRET';
    return missing.map((name) => `${name} is not set; with ${source} it must be.`);
  }
  if (missing.length === 2) return [];
  return [
    'JWT_ISSUER or JWT_AUDIENCE is set, but tokens are not checked without JWT_SECRET or JWT_JWKS_URL.',
  ];
}

function mistakesOfRoles({ roleNames }: TokenSettings): string[] {
  const known = Object.values(Role).join(', ');
  return [...(roleNames ?? [])]
    .filter(([, role]) => !isRole(role))
    .map(([name, role]) => `JWT_ROLE_NAMES makes "${name}" a "${role}"; roles are ${known}.`);
}

function roleNamesOf({ roleNames }: TokenSettings): RoleNames {
  if (roleNames === undefined) return new Map(Object.values(Role).map((role) => [role, role]));
  return new Map([...roleNames].flatMap(([name, role]) => (isRole(role) ? [[name, role] as const] : [])));
}
