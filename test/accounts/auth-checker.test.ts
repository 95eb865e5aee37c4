// Walks the whole schema: a mutation or a field that is added without a rule fails here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectType } from 'graphql';
import { Role } from '../../src/accounts/role';
import { Scope } from '../../src/accounts/scope';
import { resolverClasses } from '../../src/compose/resolver-classes';
import { buildSilentSchema } from '../../src/platform/graphql/build-schema';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { isForAnyone, publicFields, requestFor, rulesByField } from './rules-of-schema';

const schema = buildSilentSchema(resolverClasses);
const rules = rulesByField(schema);
const fieldsOf = (type: 'Query' | 'Mutation') =>
  Object.values(schema.getType(type) ? rootOf(type).getFields() : {});
const rootOf = (type: 'Query' | 'Mutation') =>
  type === 'Query' ? schema.getQueryType()! : schema.getMutationType()!;

const known = readFileSync(join(__dirname, 'public-fields.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the schema', () => {
  test('has a rule for every mutation', () => {
    const without = fieldsOf('Mutation').filter(({ name }) => !rules.has(`Mutation.${name}`));
    expect(without.map(({ name }) => name)).toEqual([]);
    expect(rules.size).toBeGreaterThan(5);
  });

  test('has rules that name scopes', () => {
    const scopes = new Set<string>(Object.values(Scope));
    expect(
      [...rules].filter(([, rule]) => rule.length === 0 || rule.some((scope) => !scopes.has(scope))),
    ).toEqual([]);
  });

  // A field that is for everyone goes on the list; any other gets a rule, or hangs on a field that has one.
  test('shows anyone what is on test/accounts/public-fields.txt, and nothing else', () => {
    const open = publicFields(schema, rules);
    expect({ notOnTheList: open.filter((name) => !known.includes(name)) }).toEqual({ notOnTheList: [] });
    expect({ noLongerThere: known.filter((name) => !open.includes(name)) }).toEqual({ noLongerThere: [] });
    expect(known).toEqual([...known].sort());
  });

  test('says of each field that is not for everyone which scope it needs, and of none what it does not', () => {
    const wrong = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type
        ? Object.values(type.getFields()).flatMap((field) => {
            const name = `${type.name}.${field.name}`;
            const rule = rules.get(name);
            const said = field.description?.match(/Needs the scope ([A-Z_]+(?: or [A-Z_]+)*)[ .,]/)?.[1];
            const needed = rule?.join(' or ');
            const isSaid = said === needed || (said === undefined && isForAnyone(rule));
            return isSaid ? [] : [{ name, needed, said }];
          })
        : [],
    );
    expect(wrong).toEqual([]);
  });
});

const api = useApi();

/** All rows of all tables but when a key was last used, which a request may change. */
async function everything(): Promise<string> {
  const tables: { name: string }[] = await api.stores.dataSource.query(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const sums: string[] = [];
  for (const { name } of tables) {
    const [row] = await api.stores.dataSource.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(r.text, '' order by r.text)), '') as sum
       from (select (to_jsonb(t) - 'last_used_at')::text as text from "${name}" t) r`,
    );
    sums.push(`${name} ${row.sum}`);
  }
  return sums.join('\n');
}

const keysWithout = new Map<string, Promise<string>>();
/** An administrator's key that may do everything but this. */
function keyWithout(rule: readonly string[]): Promise<string> {
  const name = rule.join(' ');
  const made =
    keysWithout.get(name) ??
    keyOf(api, Role.ADMIN, { name, scopes: Object.values(Scope).filter((scope) => !rule.includes(scope)) });
  keysWithout.set(name, made);
  return made;
}

const guarded = (['Query', 'Mutation'] as const).flatMap((type) =>
  fieldsOf(type).flatMap((field) => {
    const rule = rules.get(`${type}.${field.name}`);
    const kind = type === 'Query' ? ('query' as const) : ('mutation' as const);
    return rule === undefined ? [] : [{ name: `${type}.${field.name}`, kind, field, rule }];
  }),
);

describe('over HTTP', () => {
  let before: string;
  beforeAll(async () => {
    await Promise.all(guarded.map(({ rule }) => keyWithout(rule)));
    before = await everything();
  });

  test.each(guarded)(
    '$name is refused to who lacks $rule, before anything is done',
    async ({ kind, field, rule }) => {
      const { query, variables } = requestFor(kind, field);
      const { data, errors } = await api.ask(query, variables, { as: await keyWithout(rule) });
      expect(errors).toMatchObject([
        { path: [field.name], extensions: { code: 'FORBIDDEN', retryable: false } },
      ]);
      expect(errors?.[0]?.message).toContain(rule.join(' or '));
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
      if (isForAnyone(rule)) return;
      const anonymous = await api.ask(query, variables);
      expect(anonymous.errors).toMatchObject([
        { path: [field.name], extensions: { code: 'UNAUTHENTICATED' } },
      ]);
    },
  );

  test('nothing was written by all that', async () => {
    expect(await everything()).toBe(before);
  });

  test.each(guarded)('$name is open to an administrator', async ({ kind, field }) => {
    const { query, variables } = requestFor(kind, field);
    const { errors } = await api.ask(query, variables, { as: await keyWithout([]) });
    const codes = (errors ?? []).map(({ extensions }) => extensions['code']);
    for (const code of ['FORBIDDEN', 'UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR', 'GRAPHQL_VALIDATION_FAILED'])
      expect(codes).not.toContain(code);
  });
});

describe('a rule on a field of a thing', () => {
  // type-graphql reads a rule that it does not hold when a field has no resolver.
  test('is held by the resolver of the field', () => {
    const bare = [...rules.keys()].filter((name) => {
      const [typeName = '', fieldName = ''] = name.split('.');
      const type = schema.getType(typeName);
      return isObjectType(type) && type.getFields()[fieldName]?.resolve === undefined;
    });
    expect(bare).toEqual([]);
  });
});

describe('the roles', () => {
  const editors = 'mutation { createApiKey(input: { name: "mine", role: ADMIN }) { secret } }';

  test.each([Role.READER_CLIENT, Role.SERVICE, Role.WRITER, Role.EDITOR])(
    '%s makes no keys',
    async (role) => {
      const { errors } = await api.ask(editors, {}, { as: await keyOf(api, role) });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    },
  );

  test.each([
    [Role.READER_CLIENT, ['VIEWS_REPORT', 'COMMENTS_WRITE']],
    [
      Role.SERVICE,
      ['VIEWS_REPORT', 'COMMENTS_WRITE', 'VIEWS_REPORT_FOR_OTHERS', 'VISITORS_FORGET', 'AUDIENCE_READ'],
    ],
    [Role.WRITER, ['VIEWS_REPORT', 'COMMENTS_WRITE', 'ARTICLES_READ', 'ARTICLES_WRITE', 'AUDIENCE_READ']],
    [Role.ADMIN, Object.values(Scope)],
  ])('%s may %j', async (role, scopes) => {
    const { data } = await api.ask<{ me: { scopes: string[] } }>(
      '{ me { scopes } }',
      {},
      { as: await keyOf(api, role) },
    );
    expect(data.me.scopes.sort()).toEqual([...scopes].sort());
  });
});
