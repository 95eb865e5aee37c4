import { headlineWords } from '../../src/ranking/formulas/variety';
import { WordsOfCards } from '../../src/ranking/words-of-cards';
import { aCard } from '../builders/a-card';

test('the words of a card are those of its headline, and the same object as long as it is the same card', () => {
  const words = new WordsOfCards();
  const card = aCard({ number: 1, headline: 'The bridge opens' });
  expect(words.of(card)).toEqual(headlineWords('The bridge opens'));
  expect(words.of(card)).toBe(words.of(card));
  expect(words.of({ ...card, headline: 'The bridge closes' })).toEqual(headlineWords('The bridge closes'));
});
