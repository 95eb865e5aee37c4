import * as fc from 'fast-check';
import { columnsOf, fitTo } from '../../src/cli/terminal-text';

const ESCAPE = '\u001b';

describe('text in columns', () => {
  test.each([
    { text: '', columns: 0 },
    { text: 'tide', columns: 4 },
    { text: '해린', columns: 4 },
    { text: '新聞', columns: 4 },
    { text: 'ニュース', columns: 8 },
    { text: 'ﾆｭｰｽ', columns: 4 }, // halfwidth
    { text: 'e\u0301te\u0301', columns: 3 }, // accents apart from their letters
    { text: '👩‍👩‍👧', columns: 2 },
    { text: '🇰🇷', columns: 2 },
    { text: '☂', columns: 1 },
    { text: '☂\ufe0f', columns: 2 },
    { text: 'a\u200bb', columns: 2 },
    { text: '14–13, “with…', columns: 13 },
  ])('"$text" takes $columns', ({ text, columns }) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test.each([
    { text: 'tide', columns: 6, fitted: 'tide  ' },
    { text: 'tidewater', columns: 6, fitted: 'tidew…' },
    { text: 'a tide rose', columns: 8, fitted: 'a tide… ' },
    { text: '살얼음 다시', columns: 8, fitted: '살얼음… ' },
    { text: '살얼음', columns: 6, fitted: '살얼음' },
    { text: '살얼음', columns: 5, fitted: '살얼…' },
    { text: `red ${ESCAPE}[31m\r\nnews`, columns: 20, fitted: 'red  [31m news      ' },
    { text: 'a\u202eb', columns: 3, fitted: 'a b' },
  ])('"$text" in $columns columns', ({ text, columns, fitted }) => {
    expect(fitTo(columns, text)).toBe(fitted);
  });

  test('fills the columns exactly, whatever the text, and without a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, columns) => {
        const fitted = fitTo(columns, text);
        expect(columnsOf(fitted)).toBe(columns);
        expect(fitted).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
