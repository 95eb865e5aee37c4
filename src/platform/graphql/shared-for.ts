import { Extensions } from 'type-graphql';

/** The names of the extensions that cache-policy.ts reads. */
export const SHARED_SECONDS = 'sharedSeconds';
export const COMPUTED_AHEAD = 'computedAhead';

/** On a type or a field that cannot hold an article: for how many seconds shared caches may keep it. */
export function SharedFor(seconds: number): ReturnType<typeof Extensions> {
  return Extensions({ [SHARED_SECONDS]: seconds });
}

/** On a type whose lists are computed ahead of the requests that they are shown to: answers say how old they are. */
export function ComputedAhead(): ReturnType<typeof Extensions> {
  return Extensions({ [COMPUTED_AHEAD]: true });
}
