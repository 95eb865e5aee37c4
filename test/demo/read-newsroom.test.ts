import { drawPicture } from '../../src/demo/draw-picture';
import { ageMs, readNewsroom } from '../../src/demo/read-newsroom';

const HOUR_MS = 3_600_000;
const { sections, authors, picks, stories } = readNewsroom();
const slugs = new Set(stories.map(({ slug }) => slug));

describe('the demo newsroom', () => {
  test('is of the size that the rails need', () => {
    expect(stories.length).toBeGreaterThanOrEqual(90);
    expect(stories.filter(({ language }) => language === 'ko').length).toBeGreaterThanOrEqual(12);
    expect(authors.length).toBeGreaterThanOrEqual(12);
    expect(picks).toHaveLength(8);
    expect(stories.filter(({ inline }) => inline).length).toBeGreaterThanOrEqual(5);
  });

  test('says everything once', () => {
    const allOnce = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
    allOnce(stories.map(({ slug }) => slug));
    allOnce(stories.map(({ headline }) => headline));
    allOnce(stories.flatMap(({ body }) => body));
    allOnce(sections.map(({ slug }) => slug));
    allOnce(authors.map(({ key }) => key));
  });

  test('names only sections, authors and stories that it has', () => {
    const known = new Set(sections.map(({ slug }) => slug));
    const keys = new Set(authors.map(({ key }) => key));
    expect(sections.filter(({ parent }) => parent !== undefined && !known.has(parent))).toEqual([]);
    expect(stories.flatMap((story) => story.authors).filter((key) => !keys.has(key))).toEqual([]);
    expect(picks.filter(({ slug }) => !slugs.has(slug))).toEqual([]);
    const withStories = new Set(stories.map(({ section }) => section));
    expect(sections.filter(({ slug }) => !withStories.has(slug))).toEqual([]);
    const bylines = new Set(stories.flatMap((story) => story.authors));
    expect(authors.filter(({ key }) => !bylines.has(key))).toEqual([]);
  });

  test('spreads its stories from a few minutes to ten days', () => {
    const ages = stories.map(({ age }) => ageMs(age));
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
    expect(Math.min(...ages)).toBeLessThan(5 * 60_000);
    const inTheLastHour = ages.filter((age) => age < HOUR_MS).length;
    expect(inTheLastHour).toBeGreaterThanOrEqual(8);
    expect(inTheLastHour).toBeLessThanOrEqual(12);
    expect(Math.max(...ages)).toBeGreaterThan(8 * 24 * HOUR_MS);
    expect(Math.max(...ages)).toBeLessThan(10.5 * 24 * HOUR_MS);
  });

  test.each(stories)('$slug is whole', (story) => {
    const paragraphs = story.body.filter((line) => !/^(## |> |- )/.test(line));
    expect(paragraphs.length).toBeGreaterThanOrEqual(3);
    expect(story.body.length).toBeGreaterThanOrEqual(4);
    expect(story.body.join('').length).toBeGreaterThan(story.language === 'ko' ? 350 : 700);
    expect(/[가-힣]/.test(story.headline)).toBe(story.language === 'ko');
    for (const picture of [story.lead, ...(story.inline ?? [])]) {
      expect(Object.values(picture).every((text) => text.trim() !== '')).toBe(true);
      expect(drawPicture(`${picture.scene}-${story.slug}-2`)).toBeDefined();
    }
    for (const comment of story.comments ?? []) {
      const remarks = [comment, ...(comment.answers ?? [])];
      expect(remarks.every(({ text }) => [...text].length <= 300)).toBe(true);
    }
  });
});

describe('an age', () => {
  test.each([
    { age: '3m', ms: 180_000 },
    { age: '1h10m', ms: 4_200_000 },
    { age: '2d6h', ms: 54 * HOUR_MS },
  ])('$age is $ms ms', ({ age, ms }) => {
    expect(ageMs(age)).toBe(ms);
  });

  test.each(['', 'soon', '3', '3m2d', '-1h'])('is not "%s"', (age) => {
    expect(() => ageMs(age)).toThrow(TypeError);
  });
});
