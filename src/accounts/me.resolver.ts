import { Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/graphql/per-request';
import { accountOf } from './account';
import { AccountShown } from './account.type';

@Resolver()
export class MeResolver {
  @Query(() => AccountShown, {
    description:
      'Who the API takes the caller for: what a client asks first when its key does not do what it should.',
  })
  me(@Ctx() context: RequestContext): AccountShown {
    return new AccountShown(accountOf(context));
  }
}
