import type { RankingScope } from '../../../src/ranking/rules/placement';
import { checkAgainst } from '../../../src/ranking/rules/placement-conflicts';
import type { StoredPlacement } from '../../../src/ranking/rules/stored-placement';

const NOW = new Date(1_700_000_000_000);
const everywhere: RankingScope = { sectionId: null, language: null };
const ofSection = (sectionId: string): RankingScope => ({ sectionId, language: null });

function aPlacement(given: Partial<StoredPlacement>): StoredPlacement {
  return {
    ...{ id: 'placement', act: 'PIN', articleId: 'article', article: 1, scope: everywhere },
    ...{ rails: ['POPULAR_NOW'], place: 1, factor: null, reason: 'Election night.', headline: 'A story' },
    ...{ from: NOW, until: new Date(NOW.getTime() + 3_600_000), placedAt: NOW },
    ...{ placedBy: { kind: 'API_KEY', id: 'desk', name: 'the desk' } },
    ...{ takenBackAt: null, takenBackBy: null, takenBackReason: null },
    ...given,
  } as StoredPlacement;
}

const buryIn = (scope: RankingScope, rails: StoredPlacement['rails'] = ['POPULAR_NOW']) =>
  aPlacement({ act: 'BURY', scope, rails, place: null });

test.each([
  { where: 'everywhere', bury: buryIn(everywhere), refused: true },
  { where: 'in its section', bury: buryIn(ofSection('football')), refused: true },
  { where: 'in the section above', bury: buryIn(ofSection('sport')), refused: true },
  { where: 'in another section', bury: buryIn(ofSection('books')), refused: false },
  { where: 'off Must-Reads alone', bury: buryIn(everywhere, ['MUST_READS']), refused: false },
  { where: 'of another article', bury: { ...buryIn(everywhere), articleId: 'other' }, refused: false },
])('a pin of an article that is buried $where: refused $refused', ({ bury, refused }) => {
  const check = () =>
    checkAgainst(aPlacement({ scope: ofSection('football') }), [bury], ['football', 'sport']);
  if (refused) expect(check).toThrow(expect.objectContaining({ code: 'ARTICLE_BURIED' }));
  else expect(check).not.toThrow();
});

test('one place of one list is for one', () => {
  const other = aPlacement({ articleId: 'other' });
  expect(() => checkAgainst(aPlacement({}), [other], [])).toThrow(
    expect.objectContaining({ code: 'PLACE_TAKEN' }),
  );
  expect(() => checkAgainst(aPlacement({ place: 2 }), [other], [])).not.toThrow();
  expect(() => checkAgainst(aPlacement({ scope: ofSection('sport') }), [other], ['sport'])).not.toThrow();
});
