import { SimulatedClock } from '../../../src/platform/clock';
import { JobQueueRepository } from '../../../src/platform/jobs/job-queue.repository';
import { TextIndexer } from '../../../src/recommendations/text/index-texts';
import { IndexTurns } from '../../../src/recommendations/text/index-turns.repository';
import type { CorpusSize } from '../../../src/recommendations/text/outdated-texts.repository';
import { withdraw } from '../../builders/an-editor';
import { useNewsroom } from '../../setup/newsroom';
import { useStores } from '../../setup/stores';
import { NamedTexts } from '../../setup/text-index';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const clock = new SimulatedClock(Date.UTC(2026, 3, 1, 12));
const stores = useStores();
const newsroom = useNewsroom(stores, clock);
const texts = new NamedTexts(stores, newsroom, clock);
const { known } = texts;
const anIndexer = (corpus: CorpusSize) => texts.indexer({ corpus });
const write: NamedTexts['write'] = (some) => texts.write(some);
const catchUp = (indexer = texts.indexer()) => texts.catchUp(indexer);
const similarTo = (name: string) => texts.similarTo(name);
const namesOf = (name: string) => texts.namesOf(name);

describe('the index of texts', () => {
  test('finds the articles that share what few others have, and says by which words', async () => {
    await write({
      budget: {
        headline: 'Council votes on the harbour budget',
        bodyHtml: '<p>The budgets of taxes and harbours.</p>',
      },
      tax: { headline: 'Harbour tax rises', bodyHtml: '<p>To pay for the budget, a tax on every ship.</p>' },
      comet: { headline: 'A comet above the islands', bodyHtml: '<p>Look west an hour after sunset.</p>' },
      telescope: {
        headline: 'Comets seen from the new telescope',
        bodyHtml: '<p>Astronomers open the dome.</p>',
      },
    });
    await expect(catchUp()).resolves.toBe(true);
    const [tax, ...others] = await similarTo('budget');
    expect(tax).toMatchObject({ name: 'tax', words: expect.arrayContaining(['budget', 'harbour']) });
    expect(tax!.similarity).toBeGreaterThan(0.1);
    expect(tax!.similarity).toBeLessThanOrEqual(1);
    expect(others).toEqual([]);
    await expect(namesOf('tax')).resolves.toEqual(['budget']);
    const [telescope] = await similarTo('comet');
    expect(telescope).toMatchObject({ name: 'telescope', words: [expect.stringMatching(/^comets?$/i)] });
  });

  test('a new article has its list, and stands on those of others', async () => {
    await write({ ferry: { headline: 'The ferry crosses the strait again' } });
    await catchUp();
    await expect(namesOf('ferry')).resolves.toEqual([]);
    await write({ strike: { headline: 'Ferry crews strike in the strait' } });
    await catchUp();
    await expect(namesOf('strike')).resolves.toEqual(['ferry']);
    await expect(namesOf('ferry')).resolves.toEqual(['strike']);
  });

  test('of one author, or of one section, are not similar for that alone', async () => {
    const authors = [{ name: 'Mo Fern' }];
    const section = { slug: 'anything', name: 'Anything' };
    await write({
      goal: { headline: 'Three goals in ten minutes', authors, section },
      levy: { headline: 'A levy on windows', authors, section },
      glazier: { headline: 'Glaziers welcome the levy', authors, section },
    });
    await catchUp();
    await expect(namesOf('goal')).resolves.toEqual([]);
    await expect(similarTo('levy')).resolves.toMatchObject([{ name: 'glazier', words: ['levy'] }]);
  });

  test('a word that adds little beside another one is not told', async () => {
    const bodyHtml = `<p>${'isotope '.repeat(20)} gravel</p>`;
    await write({
      reactor: { headline: 'Gravel under the reactor', bodyHtml },
      mine: { headline: 'A mine opens', bodyHtml },
    });
    await catchUp();
    await expect(similarTo('reactor')).resolves.toMatchObject([{ name: 'mine', words: ['isotope'] }]);
  });

  test('a corrected article leaves the lists of what it is no more about', async () => {
    await write({ error: { headline: 'Ferry timetable changes' } });
    await catchUp();
    await expect(namesOf('ferry')).resolves.toContain('error');
    await write({ error: { headline: 'Telescope timetable changes' } });
    await catchUp();
    await expect(namesOf('ferry')).resolves.not.toContain('error');
    await expect(namesOf('telescope')).resolves.toContain('error');
    await expect(namesOf('error')).resolves.toEqual(['telescope']);
  });

  test('a withdrawn article leaves all lists and the frequencies as they were before it', async () => {
    await write({
      whale: { headline: 'Whales near the lighthouse' },
      keeper: { headline: 'The lighthouse keeper' },
    });
    await catchUp();
    const before = await frequencies();
    await write({ passing: { headline: 'A lighthouse goes dark' } });
    await catchUp();
    await expect(namesOf('whale')).resolves.toContain('passing');
    await withdraw(newsroom, known.get('passing')!.id);
    await catchUp();
    await expect(namesOf('whale')).resolves.toEqual(['keeper']);
    await expect(frequencies()).resolves.toEqual(before);
    await expect(texts.indexer().isBehind()).resolves.toBe(false);
  });

  test('a draft and what is still to come are on no list', async () => {
    await write({
      aurora: { headline: 'Aurora forecast' },
      draft: { headline: 'Aurora at the weekend', status: 'DRAFT' },
      tomorrow: { headline: 'Aurora pictures', publishedAt: new Date(clock.nowMs() + DAY_MS) },
    });
    await catchUp();
    await expect(namesOf('aurora')).resolves.toEqual([]);
  });

  test('languages are apart, and those of one language in two countries together', async () => {
    await write({
      brazil: { headline: 'Orçamento do porto aprovado', language: 'pt-BR' },
      portugal: { headline: 'O orçamento dos portos', language: 'pt-PT' },
      catalan: { headline: 'Orçamento porto', language: 'ca' },
    });
    await catchUp();
    await expect(namesOf('brazil')).resolves.toEqual(['portugal']);
    await expect(namesOf('catalan')).resolves.toEqual([]);
  });

  test('what is older than the days is looked through only while there are few articles', async () => {
    const old = new Date(clock.nowMs() - 30 * DAY_MS);
    await write({
      longago: { headline: 'The glacier retreats', publishedAt: old },
      today: { headline: 'Another glacier retreats' },
    });
    await catchUp();
    await expect(namesOf('today')).resolves.toEqual([]);
    const wide = anIndexer({ days: 7, articlesMin: 1_000, articlesMax: 1_000 });
    await expect(wide.isBehind()).resolves.toBe(true);
    await catchUp(wide);
    await expect(namesOf('today')).resolves.toEqual(['longago']);
    await expect(namesOf('longago')).resolves.toEqual(['today']);
    await catchUp();
    await expect(texts.indexer().isBehind()).resolves.toBe(false);
    // It may still be read: nothing is wrong with it.
    await expect(namesOf('today')).resolves.toEqual(['longago']);
  });

  test('one that is too old by now is corrected on all lists, and leaves them when it is withdrawn', async () => {
    await write({
      dam: { headline: 'The dam holds', publishedAt: new Date(clock.nowMs() - 6.5 * DAY_MS) },
      river: { headline: 'A dam for the river' },
      canal: { headline: 'The canal freezes' },
    });
    await catchUp();
    await expect(namesOf('river')).resolves.toEqual(['dam']);
    const tomorrow = () => texts.indexer({ clock: new SimulatedClock(clock.nowMs() + DAY_MS) });
    await catchUp(tomorrow());
    const inIndex = 'select from text_article where article = $1';
    await expect(stores.dataSource.query(inIndex, [known.get('dam')!.number])).resolves.toEqual([]);
    await expect(namesOf('river')).resolves.toEqual(['dam']);
    await write({
      dam: { headline: 'The canal freezes over', publishedAt: new Date(clock.nowMs() - 6.5 * DAY_MS) },
    });
    await expect(tomorrow().isBehind()).resolves.toBe(true);
    await catchUp(tomorrow());
    await expect(namesOf('river')).resolves.toEqual([]);
    await expect(namesOf('canal')).resolves.toEqual(['dam']);
    await expect(namesOf('dam')).resolves.toEqual(['canal']);
    await withdraw(newsroom, known.get('dam')!.id);
    await catchUp(tomorrow());
    await expect(namesOf('canal')).resolves.toEqual([]);
    await expect(tomorrow().isBehind()).resolves.toBe(false);
  });

  test('of more than the most only the newest are looked through', async () => {
    const narrow = anIndexer({ days: 7, articlesMin: 0, articlesMax: 100 });
    const few = anIndexer({ days: 7, articlesMin: 0, articlesMax: 2 });
    await catchUp(few);
    const [{ count }] = await stores.dataSource.query('select count(*)::integer from text_article');
    expect(count).toBeLessThan(known.size);
    await catchUp(narrow);
    await expect(narrow.isBehind()).resolves.toBe(false);
  });

  test('a second process leaves the work to the first, which a third one finishes where it ended', async () => {
    const fruits = ['Plums', 'Pears', 'Figs', 'Limes', 'Dates'];
    const orchards = Array.from({ length: 45 }, (_, nth) => [
      `orchard-${nth}`,
      { headline: fruits[nth % 5]! },
    ]);
    await write(Object.fromEntries(orchards));
    let rounds = 0;
    const ended = await texts.indexer().catchUp(async () => {
      rounds++;
      return 'stop';
    });
    expect({ ended, rounds }).toEqual({ ended: false, rounds: 1 });
    const turns = new IndexTurns(stores.dataSource, new JobQueueRepository());
    await turns.inTurn(async () => {
      await expect(catchUp()).resolves.toBe(false);
    });
    await expect(catchUp()).resolves.toBe(true);
    await expect(similarTo('orchard-7')).resolves.toHaveLength(8);
  });

  test('a round that breaks writes nothing', async () => {
    await write({ pier: { headline: 'The pier is painted' }, paint: { headline: 'Paint for the pier' } });
    const turns = new IndexTurns(stores.dataSource, new JobQueueRepository());
    const breaking = {
      look: turns.look.bind(turns),
      inTurn: (work: Parameters<IndexTurns['inTurn']>[0]) =>
        turns.inTurn(async (transaction) => {
          await work(transaction);
          throw new Error('gone');
        }),
    } as unknown as IndexTurns;
    const before = await frequencies();
    const corpus = { days: 7, articlesMin: 0, articlesMax: 1_000 };
    await expect(
      new TextIndexer({ turns: breaking, clock, corpus }).catchUp(async () => 'go on'),
    ).rejects.toThrow('gone');
    await expect(frequencies()).resolves.toEqual(before);
    await catchUp();
    await expect(namesOf('pier')).resolves.toEqual(['paint']);
  });

  test.each([
    ['nothing-at-all', { headline: '?', bodyHtml: '' }],
    [
      'a-megabyte',
      { headline: 'Long read', bodyHtml: `<p>${'harbour and more harbour '.repeat(39_000)}</p>` },
    ],
    ['a-megabyte-without-a-blank', { headline: 'Long word', bodyHtml: `<p>${'x'.repeat(999_000)}</p>` }],
    ['broken-html', { headline: 'Broken', bodyHtml: '<p><b>harbour <a href="' }],
    [
      'letters-of-every-kind',
      { headline: 'Ω≈ç√ ٣٤٥ 👩‍🚀 \u202eabc', bodyHtml: '<p>\u0301\u0301 0xDEADBEEF 12:30</p>' },
    ],
  ])('takes %s', async (name, text) => {
    await write({ [name]: text });
    await expect(catchUp()).resolves.toBe(true);
    await expect(texts.indexer().isBehind()).resolves.toBe(false);
  });

  test.each([
    ['ko', '시의회, 항만 예산을 통과시키다', '항만 예산안의 내용은', ['항만']],
    ['ja', '港湾の予算が成立した', '市議会は港湾予算を可決', ['港湾', '予算']],
    ['zh', '市议会通过港口预算', '港口预算引发争议', ['港口', '预算']],
    ['th', 'สภาเมืองอนุมัติงบประมาณท่าเรือ', 'งบประมาณท่าเรือเพิ่มขึ้น', ['ท่าเรือ']],
    ['ar', 'ميزانية الميناء الجديدة', 'الميناء والميزانية', ['الميناء']],
    ['ru', 'Бюджет порта утверждён', 'Споры о бюджете портов', ['бюджет']],
    ['de', 'Haushalt des Hafens beschlossen', 'Streit um den Hafen und den Haushalt', ['Haushalt']],
    ['ko-KR', 'LG전자가 공장을 짓는다', 'LG전자의 배터리', ['lg전자']],
    ['ja-JP', 'りんごのおにぎりをたべよう', 'おにぎりとりんごのつくりかた', ['おにぎり', 'りんご']],
    ['fr', 'Le budget du port est voté', 'Les budgets des ports en débat', ['budget']],
    ['he', 'תקציב הנמל אושר', 'תקציב חדש', ['תקציב']],
    ['hi', 'बंदरगाह का बजट पारित', 'बजट पर बहस', ['बजट']],
  ])('knows words of %s', async (language, one, other, words) => {
    const name = language.toLowerCase();
    await write({
      [`${name}-one`]: { headline: one, language },
      [`${name}-other`]: { headline: other, language },
    });
    await catchUp();
    const [found] = await similarTo(`${name}-one`);
    expect(found?.name).toBe(`${name}-other`);
    const told = found!.words.map((word) => word.toLowerCase()).join(' ');
    for (const word of words) expect(told).toContain(word.toLowerCase().slice(0, 5));
  });
});

/** Of terms that anyone has. */
function frequencies(): Promise<unknown> {
  return stores.dataSource.query('select term, articles from text_term where articles > 0 order by term');
}
