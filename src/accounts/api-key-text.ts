// What an API key looks like: mostread_<id>_<secret><check>. The fixed beginning and length let secret scanners find
// one in a repository; the id is public and names the key in lists and logs; the secret has 256 bits; and the check
// tells a key that was cut or mistyped from one that is not known, without asking anyone. The shape is GitHub's (2021).

import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = ALPHABET.length;
const BEGINNING = 'mostread_';
const ID_BYTES = 8;
const ID_LENGTH = 11;
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;

const shape = new RegExp(
  `^${BEGINNING}([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECK_LENGTH}})$`,
);
const idShape = new RegExp(`^[0-9A-Za-z]{${ID_LENGTH}}$`);

/** A key as it was sent; whether it holds is for the key book to say. */
export interface PresentedKey {
  id: string;
  secretHash: Buffer;
}

export interface NewKey extends PresentedKey {
  /** The key itself, to be shown once and kept nowhere. */
  text: string;
}

export function drawApiKey(): NewKey {
  const id = base62(randomBytes(ID_BYTES), ID_LENGTH);
  const secret = base62(randomBytes(SECRET_BYTES), SECRET_LENGTH);
  return { id, secretHash: hashOf(secret), text: `${BEGINNING}${id}_${secret}${checkOf(id, secret)}` };
}

/** Whether a credential is meant as a key, be it whole or not. */
export function isMeantAsKey(credential: string): boolean {
  return credential.startsWith(BEGINNING);
}

/** Undefined when it was cut or mistyped. */
export function readApiKey(credential: string): PresentedKey | undefined {
  const [, id, secret, check] = shape.exec(credential) ?? [];
  if (id === undefined || secret === undefined || check !== checkOf(id, secret)) return undefined;
  return { id, secretHash: hashOf(secret) };
}

export function isKeyId(text: string): boolean {
  return idShape.test(text);
}

/** The id in what someone wrote: an id, or a whole key. */
export function readKeyId(written: string): string | undefined {
  return isKeyId(written) ? written : readApiKey(written)?.id;
}

/** 256 random bits need no slow hash: there is nothing to guess from. */
function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function checkOf(id: string, secret: string): string {
  let rest = crc32(`${id}_${secret}`);
  let text = '';
  for (let digit = 0; digit < CHECK_LENGTH; digit += 1) {
    text = ALPHABET.charAt(rest % BASE) + text;
    rest = Math.floor(rest / BASE);
  }
  return text;
}

function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let digit = 0; digit < length; digit += 1) {
    text = ALPHABET.charAt(Number(rest % BigInt(BASE))) + text;
    rest /= BigInt(BASE);
  }
  return text;
}
