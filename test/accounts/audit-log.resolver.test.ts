import { Account } from '../../src/accounts/account';
import { AuditSubject } from '../../src/accounts/audit-entry.entity';
import { AuditLogRepository } from '../../src/accounts/audit-log.repository';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';

const api = useApi();
let admin: string;

interface Entry {
  at: string;
  actorId: string;
  act: string;
  subject: string;
  subjectId: string;
  details: object;
}
interface Page {
  auditLog: {
    totalCount: number;
    edges: { cursor: string; node: Entry }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const ada = new Account({ kind: 'TOKEN', id: 'token:ada', name: 'Ada', roles: [Role.EDITOR] });

/** All in one transaction, so all at the same microsecond. */
const write = (
  acts: readonly {
    act: string;
    subject: AuditSubject;
    subjectId: string;
    details?: Record<string, unknown>;
  }[],
) =>
  api.stores.dataSource.transaction(async (manager) => {
    for (const act of acts) await new AuditLogRepository().write(manager, { by: ada, ...act });
  });
const auditLog = (variables: object) =>
  api.ask<Page>(
    `query ($first: Int, $after: String, $subject: AuditSubject, $subjectId: String, $actor: String, $from: DateTime,
            $to: DateTime) {
      auditLog(first: $first, after: $after, subject: $subject, subjectId: $subjectId, actor: $actor, from: $from,
               to: $to) {
        totalCount edges { cursor node { at actorKind actorId actorName act subject subjectId details } }
        pageInfo { hasNextPage endCursor } } }`,
    variables,
    { as: admin },
  );

beforeAll(async () => {
  admin = await keyOf(api, Role.ADMIN);
  await write(
    Array.from({ length: 7 }, (_, at) => ({
      ...{ act: 'CHANGED', subject: AuditSubject.ARTICLE, subjectId: `a${at}` },
      details: { version: at, nested: { why: ['a "reason"'] } },
    })),
  );
  await api.stores.dataSource.query('select pg_sleep(0.01)'); // what is shown is right to a millisecond
  await write([{ act: 'WITHDRAWN', subject: AuditSubject.ARTICLE, subjectId: 'a3' }]);
});

describe('auditLog', () => {
  test('shows who did what, newest first', async () => {
    const { data } = await auditLog({ first: 2 });
    expect(data.auditLog.totalCount).toBe(9);
    expect(data.auditLog.edges.map(({ node }) => node)).toMatchObject([
      {
        act: 'WITHDRAWN',
        actorKind: 'TOKEN',
        actorId: 'token:ada',
        actorName: 'Ada',
        subjectId: 'a3',
        details: {},
      },
      {
        act: 'CHANGED',
        subject: 'ARTICLE',
        subjectId: 'a6',
        details: { version: 6, nested: { why: ['a "reason"'] } },
      },
    ]);
  });

  test('pages through acts of the same moment with none twice and none left out', async () => {
    const whole = (await auditLog({ first: 200 })).data.auditLog.edges.map(({ cursor }) => cursor);
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo }: Page['auditLog'] = (await auditLog({ first: 2, after })).data.auditLog;
      paged.push(...edges.map(({ cursor }) => cursor));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(9);
  });

  test.each([
    [{ subject: 'ARTICLE', subjectId: 'a3' }, ['WITHDRAWN', 'CHANGED']],
    [{ subject: 'API_KEY' }, ['CREATED']],
    [{ actor: 'mostread' }, ['CREATED']],
    [{ actor: "' or true --" }, []],
    [{ to: '2001-01-01T00:00:00Z' }, []],
    [{ from: '0001-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z', subjectId: 'a5' }, ['CHANGED']],
    [{ from: '9999-01-01T00:00:00Z' }, []],
  ])('%j narrows it', async (filter, acts) => {
    const { data, errors } = await auditLog({ first: 200, ...filter });
    expect(errors).toBeUndefined();
    expect(data.auditLog.edges.map(({ node }) => node.act)).toEqual(acts);
    expect(data.auditLog.totalCount).toBe(acts.length);
  });

  test('goes from a time on, to a time not included', async () => {
    const { data } = await auditLog({ subjectId: 'a3' });
    const [last, first] = data.auditLog.edges.map(({ node }) => node.at);
    const { data: later } = await auditLog({ subjectId: 'a3', from: last });
    const { data: earlier } = await auditLog({ subjectId: 'a3', to: first });
    expect([later.auditLog.totalCount, earlier.auditLog.totalCount]).toEqual([1, 0]);
  });

  test.each([
    [{ first: 201 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ after: 'x' }, 'after'],
    [{ after: Buffer.from('["audit:newest","1","x"]').toString('base64url') }, 'after'],
    [{ after: Buffer.from('["keys:newest",1,"AAAAAAAAAAA"]').toString('base64url') }, 'after'],
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'to'],
  ])('%j is refused', async (variables, field) => {
    const { errors } = await auditLog(variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
});
