// The ways in which feeds name a person: "mail (Name)", "Name <mail>", "Name", "mail", "By Name".

import type { FeedPerson } from './feed';

const MAX_PERSON_CHARACTERS = 300;
const email = /[^\s@()<>[\],;:?"]+@[^\s@()<>[\],;:?"]+\.[^\s@()<>[\],;:?".]+/;
// What the writer of articles takes, and what mail programs of every age can write to.
const plainEmail =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Nobody where nothing is left of the text but signs. */
export function readPerson(text: string): FeedPerson | undefined {
  const written = text.slice(0, MAX_PERSON_CHARACTERS).replace(/mailto:/i, '');
  const address = email.exec(written)?.[0];
  const rest = address === undefined ? written : written.replace(address, ' ');
  return person(tidyName(rest.replace(/\?subject=\S*/i, '')), address);
}

/** From parts that the feed has already told apart; a name that is an address is one. */
export function person(name: string | undefined, address: string | undefined): FeedPerson | undefined {
  if (name?.includes('@') && email.test(name)) return readPerson(name);
  const tidy = name === undefined ? undefined : tidyName(name.slice(0, MAX_PERSON_CHARACTERS));
  const checked = address === undefined ? undefined : email.exec(address)?.[0];
  const plain = checked !== undefined && plainEmail.test(checked) ? checked : undefined;
  return tidy === undefined && plain === undefined ? undefined : { name: tidy, email: plain };
}

function tidyName(text: string): string | undefined {
  const name = text
    .replace(/[\s()<>[\]"]+/g, ' ')
    .replace(/^[\s,;|/:-]*(by\s+)?/i, '')
    .replace(/[\s,;|/:-]+$/, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(name) ? name : undefined;
}

/** Each person once: a name without an e-mail and the same with one are one. */
export function distinctPersons(persons: readonly (FeedPerson | undefined)[]): FeedPerson[] {
  const byName = new Map<string, FeedPerson>();
  for (const one of persons) {
    if (one === undefined) continue;
    const key = (one.name ?? one.email ?? '').toLowerCase();
    const known = byName.get(key);
    byName.set(key, known ? { name: known.name, email: known.email ?? one.email } : one);
  }
  const all = [...byName.values()];
  const namedAddresses = new Set(all.flatMap((one) => (one.name && one.email ? [one.email] : [])));
  return all.filter((one) => one.name !== undefined || !namedAddresses.has(one.email ?? ''));
}
