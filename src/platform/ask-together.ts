/**
 * What several stores, or one of them, have been asked for at once: all of it, when the last answer has come.
 * @throws the first of their errors, and not before all have answered: nothing is still under way then
 */
export async function askTogether<T extends readonly unknown[]>(
  asked: {
    readonly [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  const outcomes = await Promise.allSettled(asked as readonly Promise<unknown>[]);
  const answers: unknown[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
    answers.push(outcome.value);
  }
  return answers as unknown as T;
}
