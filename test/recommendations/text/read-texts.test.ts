import { createHash } from 'node:crypto';
import { KnownStems } from '../../../src/recommendations/text/known-stems';
import { countTexts, INDEX_VERSION } from '../../../src/recommendations/text/read-texts';
import { stemsOf } from '../../../src/recommendations/text/text-index.repository';
import { useStores } from '../../setup/stores';

const stores = useStores();

const aText = (language: string, headline: string, body: string) => ({
  ...{ number: 1, version: 1, language, headline, body, standfirst: '', sectionId: 'a-section' },
  ...{ authorIds: ['an-author'], tags: [{ slug: 'harbour', name: 'Harbour' }] },
});

const inManyTongues = [
  aText('en', 'Council votes on the harbour budget', '<p>Budgets of <b>tax</b>es, and of 2026.</p>'),
  aText('ko', '시의회, 항만 예산을 통과시키다', '<p>다시마를 따는 사람은 항만에서도 일했다.</p>'),
  aText('de', 'Streit um den Hafen', '<p>Die Häfen und der Haushalt.</p>'),
  aText('fr', "L'état vote les budgets", '<p>Les ports en débat.</p>'),
  aText('ru', 'Споры о бюджете портов', '<p>Бюджет порта утверждён.</p>'),
  aText('ko', 'LG전자가 AI를 쓴다', '<p>고양이와 고양이, 北韓의 사람들은.</p>'),
  aText('ja', 'おにぎりとりんごのつくりかた', '<p>しかしおにぎりは予算です。</p>'),
  aText('ar', 'الفريق على ملعب المدينة', '<p>التي في الميناء</p>'),
  aText('pl', 'Radni nie chcą budżetu', '<p>Jest to budżet, który był.</p>'),
  aText('he', 'תקציב הנמל אושר', '<p>תקציב חדש</p>'),
];

/** What all terms of these texts are, in one number. */
async function digestOfTerms(): Promise<string> {
  const counted = await countTexts(stores.dataSource.manager, new KnownStems(), inManyTongues);
  const all = counted.map(({ terms }) => terms.map(({ term, times }) => `${term}x${times}`).sort());
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}

describe('the reading of texts', () => {
  test('has a new version where it finds other terms: articles in the index are read again then', async () => {
    // Where this fails, texts are read otherwise than before: raise INDEX_VERSION, and write both down here.
    await expect(digestOfTerms()).resolves.toBe('eee6db5961ce46d1');
    expect(INDEX_VERSION).toBe(2);
  });

  test('finds the stems of words that it has seen before as Postgres gives them', async () => {
    const words = ['harbours', 'the', 'budgets', 'harbour'];
    const { manager } = stores.dataSource;
    const stems = new KnownStems();
    const asPostgres = await stemsOf(manager, 'pg_catalog.english_stem', words);
    await expect(stems.of(manager, 'pg_catalog.english_stem', words)).resolves.toEqual(asPostgres);
    await expect(stems.of(manager, 'pg_catalog.english_stem', [...words, 'taxes'])).resolves.toEqual(
      new Map([...asPostgres, ['taxes', 'tax']]),
    );
    // Of another language the same letters are another word.
    const german = await stemsOf(manager, 'pg_catalog.german_stem', ['the']);
    await expect(stems.of(manager, 'pg_catalog.german_stem', ['the'])).resolves.toEqual(german);
    expect(german.get('the')).not.toBeNull();
  });
});
