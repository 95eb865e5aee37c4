import type { RunningProgram } from './running-program';

export interface Reported {
  status: string;
  views: number | null;
  userErrors: { code: string; field: string | null; message: string }[];
}

const MUTATION = `mutation ($input: RecordViewInput!) {
  recordView(input: $input) { status views userErrors { code field message } }
}`;

/** @throws when the server does not answer, or answers with a GraphQL error. */
export async function recordView(
  program: RunningProgram,
  input: { articleId: string; visitor: string },
): Promise<Reported> {
  const { data, errors } = await program.ask<{ recordView: Reported }>(MUTATION, { input });
  if (errors) throw new Error(errors[0]?.message);
  return data.recordView;
}
