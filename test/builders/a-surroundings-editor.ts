import type { Role } from '../../src/accounts/role';
import { keyOf } from './a-key';
import type { RunningApi } from './a-running-api';

export interface Refusal {
  code: string;
  field: string | null;
  message: string;
}

/** Sends mutations that take one input or one id, as one of a role. */
export class AnEditor {
  private key: string | undefined;

  constructor(
    private readonly api: RunningApi,
    private readonly role: Role,
  ) {}

  /** `given`: an input, or an id. Gives the payload, with its userErrors. */
  async does<T>(
    mutation: string,
    given: object | string,
    selection: string,
  ): Promise<T & { userErrors: Refusal[] }> {
    const { data, errors } = await this.asks<Record<string, T & { userErrors: Refusal[] }>>(
      mutation,
      given,
      selection,
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data[mutation] as T & { userErrors: Refusal[] };
  }

  /** As `does`, with the whole answer. */
  async asks<T>(mutation: string, given: object | string, selection: string) {
    this.key ??= await keyOf(this.api, this.role);
    const isId = typeof given === 'string';
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`.replace(
      /^Merge.*/,
      'MergeInput',
    );
    const query = `mutation ($given: ${isId ? 'ID' : type}!) {
      ${mutation}(${isId ? 'id' : 'input'}: $given) { ${selection} userErrors { code field message } }
    }`;
    return this.api.ask<T>(query, { given }, { as: this.key });
  }
}

/** What the audit log says of one thing, oldest first. */
export async function actsOn(
  api: RunningApi,
  subjectId: string,
): Promise<{ act: string; by: string; details: Record<string, unknown> }[]> {
  return api.stores.dataSource.query(
    `select act, actor_name as by, details from audit_entry where subject_id = $1 order by at, id`,
    [subjectId],
  );
}
