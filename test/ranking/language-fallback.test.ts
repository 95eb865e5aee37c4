import { chooseLanguage } from '../../src/ranking/language-fallback';

/** So many articles in each language. */
function newsroom(counts: Record<string, number>) {
  return {
    newest: ({ language, limit }: { language?: string; limit: number }) =>
      Array.from({ length: Math.min(limit, counts[language ?? ''] ?? 0) }) as never[],
    languages: () => Object.keys(counts).sort((a, b) => counts[b]! - counts[a]!),
  };
}

describe('a list in a language', () => {
  interface Case {
    asked: string;
    counts: Record<string, number>;
    shown: string | undefined;
    fallback: string;
  }
  test.each<Case>([
    { asked: 'pt-BR', counts: { 'pt-BR': 1, pt: 9 }, shown: 'pt-BR', fallback: 'NONE' },
    { asked: 'pt-BR', counts: { pt: 1, 'pt-PT': 9 }, shown: 'pt', fallback: 'BROADER' },
    { asked: 'zh-Hant-TW', counts: { zh: 2, 'zh-Hant': 1 }, shown: 'zh-Hant', fallback: 'BROADER' },
    { asked: 'zh-Hant-TW', counts: { zh: 2 }, shown: 'zh', fallback: 'BROADER' },
    { asked: 'pt-BR', counts: { en: 50, 'pt-AO': 2, 'pt-PT': 9 }, shown: 'pt-PT', fallback: 'RELATED' },
    { asked: 'en', counts: { 'en-GB': 3, 'en-US': 8 }, shown: 'en-US', fallback: 'RELATED' },
    { asked: 'pt', counts: { en: 3, ptx: 9 }, shown: undefined, fallback: 'ALL' },
    { asked: 'ko', counts: {}, shown: undefined, fallback: 'ALL' },
  ])('asked for as $asked of $counts is $shown', ({ asked, counts, shown, fallback }) => {
    expect(chooseLanguage(asked, undefined, newsroom(counts))).toEqual({ asked, shown, fallback });
  });
});
