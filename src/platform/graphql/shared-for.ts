import { Extensions } from 'type-graphql';

/** The name of the extension that cache-policy.ts reads. */
export const SHARED_SECONDS = 'sharedSeconds';

/** On a type or a field that cannot hold an article: for how many seconds shared caches may keep it. */
export function SharedFor(seconds: number): ReturnType<typeof Extensions> {
  return Extensions({ [SHARED_SECONDS]: seconds });
}
