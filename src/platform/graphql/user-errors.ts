import { MostreadError } from '../errors';
import { type UserError, userErrorOf } from './user-error.type';

/**
 * What a mutation answers: its payload, or why not. An error that names a field is one that its caller can put right;
 * every other one (missing rights, a store that is down, an accident) goes on as an error of the request.
 */
export async function answerOrUserErrors<T extends object, R extends Record<keyof T, null>>(
  act: () => Promise<T>,
  refused: R,
): Promise<(T | R) & { userErrors: UserError[] }> {
  try {
    return { ...(await act()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof MostreadError) || error.field === undefined || error.retryable) throw error;
    return { ...refused, userErrors: [userErrorOf(error)] };
  }
}
