import { z } from 'zod';
import { integerSetting, optionalTextSetting, type Setting, textSetting } from '../platform/config/setting';

const SECRET_LENGTH_MIN = 32;

export const accountSettings = {
  jwtSecret: optionalTextSetting({
    name: 'JWT_SECRET',
    range: `${SECRET_LENGTH_MIN} characters or more`,
    pattern: new RegExp(`^.{${SECRET_LENGTH_MIN},}$`),
    meaning:
      'The secret that the issuer of tokens signs them with, by HS256. For an identity provider of others set ' +
      'JWT_JWKS_URL instead.',
    secret: true,
  }),
  jwksUrl: keysUrl(),
  issuer: optionalTextSetting({
    name: 'JWT_ISSUER',
    range: 'a text, exactly as in the claim "iss"',
    meaning: 'Whose tokens are taken. Needed with JWT_SECRET and with JWT_JWKS_URL.',
  }),
  audience: optionalTextSetting({
    name: 'JWT_AUDIENCE',
    range: 'a text, exactly as in the claim "aud"',
    meaning:
      'What this API is called in tokens, so that one made out for another is not taken. Needed with JWT_SECRET and ' +
      'with JWT_JWKS_URL.',
  }),
  rolesClaim: textSetting({
    name: 'JWT_ROLES_CLAIM',
    default: 'roles',
    range: 'the name of a claim, or names separated by dots',
    pattern: /^\S{1,300}$/,
    meaning:
      'Where a token has the roles of its subject, as a list or as words: roles, realm_access.roles (Keycloak), ' +
      'groups, https://news.example/roles (Auth0).',
  }),
  roleNames: roleNames(),
  clockToleranceSeconds: integerSetting({
    name: 'JWT_CLOCK_TOLERANCE_SECONDS',
    default: 5,
    min: 0,
    max: 300,
    meaning: "How far the clock of a token's issuer may be from this one.",
  }),
};

function keysUrl(): Setting<string | undefined> {
  return {
    name: 'JWT_JWKS_URL',
    default: undefined,
    schema: z.string().refine(isKeysUrl),
    range: 'a URL that begins with https://; http:// on this machine alone',
    meaning:
      'Where the identity provider shows the public keys of its tokens (RS256, PS256, ES256 or EdDSA), such as ' +
      'https://login.example/.well-known/jwks.json.',
    secret: false,
  };
}

function isKeysUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  if (username !== '') return false;
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

function roleNames(): Setting<ReadonlyMap<string, string> | undefined> {
  const named = z.string().min(1);
  return {
    name: 'JWT_ROLE_NAMES',
    default: undefined,
    schema: z
      .string()
      .transform((text) => text.split(',').map(readRoleName))
      .pipe(z.array(z.tuple([named, named])))
      .transform((pairs) => new Map(pairs)),
    range: 'pairs such as newsroom-editors=EDITOR, separated by commas',
    meaning:
      "What the provider's roles are here: newsroom-editors=EDITOR,newsroom-admins=ADMIN. Others count for nothing. " +
      'By default they must have the names that roles have here, in upper case.',
    secret: false,
  };
}

/** The last "=" parts them: names of groups may have one. */
function readRoleName(pair: string): [string, string] {
  const at = pair.lastIndexOf('=');
  return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
}
