import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://login.example';
export const AUDIENCE = 'https://api.news.example';

export interface Signing {
  alg?: string;
  kid?: string;
  /** Null leaves the claim out. */
  claims?: Record<string, unknown>;
}

/** Good for five minutes, for this API, unless `claims` says otherwise. */
export function aToken(
  key: Parameters<SignJWT['sign']>[0],
  { alg = 'HS256', kid, claims = {} }: Signing = {},
): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const all: Record<string, unknown> = {
    ...{ iss: ISSUER, aud: AUDIENCE, sub: 'ada', iat: nowSeconds, exp: nowSeconds + 300, roles: ['EDITOR'] },
    ...claims,
  };
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg, ...(kid ? { kid } : {}) }).sign(key);
}

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

export interface AnIssuer {
  url: string;
  /** How often it was asked. */
  asked: number;
  /** What it answers: its keys, or something else. */
  answer: { status: number; body: string };
  /** Makes a pair, and shows its public half from now on, alone. */
  rotate(kid: string, alg?: string): Promise<PrivateKey>;
  publicJwk(): object;
  close(): Promise<void>;
}

/** An identity provider's page of keys, on this machine. */
export async function anIssuer(): Promise<AnIssuer> {
  let jwk: object = {};
  const issuer = { url: '', asked: 0, answer: { status: 200, body: '{"keys":[]}' } } as AnIssuer;
  const server: Server = createServer((_request, response) => {
    issuer.asked += 1;
    response.writeHead(issuer.answer.status, { 'content-type': 'application/json' }).end(issuer.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  issuer.publicJwk = () => jwk;
  issuer.rotate = async (kid, alg = 'RS256') => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
    issuer.answer = { status: 200, body: JSON.stringify({ keys: [jwk] }) };
    return privateKey;
  };
  issuer.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return issuer;
}
