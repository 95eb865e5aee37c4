import { type GraphQLObjectType, isCompositeType, isObjectType, parse } from 'graphql';
import { resolverClasses } from '../../../src/compose/resolver-classes';
import { buildSilentSchema } from '../../../src/platform/graphql/build-schema';
import { readSharing } from '../../../src/platform/graphql/cache-policy';
import { SHARED_SECONDS } from '../../../src/platform/graphql/shared-for';

const schema = buildSilentSchema(resolverClasses);
const sharing = (document: string) => readSharing(parse(document), schema);

test.each([
  { document: '{ __typename }', seconds: 60 },
  { document: '{ __schema { types { name fields { name } } } }', seconds: 60 },
  { document: '{ sections { name children { name } } }', seconds: 10 },
  { document: '{ sections { name } __schema { description } }', seconds: 10 },
  { document: '{ author(slug: "a") { name picture { url } } }', seconds: 10 },
  { document: '{ author(slug: "a") { name articles { totalCount } } }', seconds: 1 },
  { document: '{ popularNow { totalCount } }', seconds: 1 },
  { document: '{ article(slug: "a") { section { name } } }', seconds: 1 },
  { document: 'query A { sections { name } } query B { popularNow { totalCount } }', seconds: 1 },
  { document: '{ ... on Query { ... { article(slug: "a") { id } } } }', seconds: 1 },
])('$document may be kept for $seconds s', ({ document, seconds }) => {
  expect(sharing(document).seconds).toBe(seconds);
});

test('what declares an age leads to articles only through types that have none', () => {
  const declared = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && SHARED_SECONDS in type.extensions,
  );
  expect(declared.map(({ name }) => name).sort()).toEqual(['Author', 'Image', 'Section']);
  const article = schema.getType('Article');
  expect(isCompositeType(article) && SHARED_SECONDS in article.extensions).toBe(false);
});
