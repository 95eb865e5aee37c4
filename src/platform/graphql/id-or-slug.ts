import { BadUserInput } from '../errors';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id as it is stored, or undefined when it has no form of an id, so that nothing can be found under it. */
export function readUuid(id: string): string | undefined {
  const lowerCase = id.toLowerCase();
  return uuid.test(lowerCase) ? lowerCase : undefined;
}

export interface IdOrSlug {
  id: string | null | undefined;
  slug: string | null | undefined;
}

/** @throws BadUserInput unless exactly one of both is given. */
export function readIdOrSlug({ id, slug }: IdOrSlug): { id: string } | { slug: string } {
  if (id != null && slug == null) return { id };
  if (slug != null && id == null) return { slug };
  throw new BadUserInput('id', 'Give either "id" or "slug", one of them and not both.');
}
