import { ConfirmedFigures } from '../../src/views/confirmed-figures';

test('what has not grown since it was confirmed is not named again; a new generation is named as a whole', () => {
  const confirmed = new ConfirmedFigures();
  const figures = { '1:DIRECT': '4', '2:SEARCH': '1' };
  expect(confirmed.grown('key', { generation: 'a', figures })).toEqual(['1:DIRECT', '2:SEARCH']);
  confirmed.confirm('key', { generation: 'a', figures });
  const grown = { ...figures, '2:SEARCH': '2', '3:OTHER': '1' };
  expect(confirmed.grown('key', { generation: 'a', figures })).toEqual([]);
  expect(confirmed.grown('key', { generation: 'a', figures: grown })).toEqual(['2:SEARCH', '3:OTHER']);
  expect(confirmed.grown('key', { generation: 'b', figures })).toEqual(['1:DIRECT', '2:SEARCH']);
  confirmed.forget('key');
  expect(confirmed.grown('key', { generation: 'a', figures })).toEqual(['1:DIRECT', '2:SEARCH']);
});
