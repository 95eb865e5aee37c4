import iconv from 'iconv-lite';
import { decodeText } from '../../src/imports/decode-text';

const xml = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;
const ofText = (text: string) => text.slice(text.indexOf('<a>') + 3, -4);

describe('the characters of a feed', () => {
  test.each([
    { why: 'declared', written: 'iso-8859-1', bytes: 'iso-8859-1', server: undefined, text: 'Mãe é' },
    { why: 'declared', written: 'windows-1251', bytes: 'windows-1251', server: undefined, text: 'Новости' },
    { why: 'declared', written: 'euc-kr', bytes: 'euc-kr', server: undefined, text: '새 소식' },
    { why: 'declared', written: 'Shift_JIS', bytes: 'Shift_JIS', server: undefined, text: '港の霧' },
    {
      why: 'named by the server',
      written: 'utf-8',
      bytes: 'windows-1251',
      server: 'windows-1251',
      text: 'Новости',
    },
    { why: 'really UTF-8', written: 'iso-8859-1', bytes: 'utf8', server: undefined, text: '© Mãe' },
    { why: 'really UTF-8', written: 'utf-8', bytes: 'utf8', server: 'iso-8859-1', text: '© Mãe' },
    {
      why: 'Western after all',
      written: 'utf-8',
      bytes: 'windows-1252',
      server: undefined,
      text: '“é” 10 €',
    },
    { why: 'an unknown name', written: 'x-klingon', bytes: 'utf8', server: 'x-none', text: '새 소식' },
    {
      why: 'no UTF-16, whatever it says',
      written: 'utf-16',
      bytes: 'utf8',
      server: undefined,
      text: '새 소식',
    },
  ])('$why: $written, sent as $server, in $bytes', ({ written, bytes, server, text }) => {
    expect(ofText(decodeText(iconv.encode(xml(written, text), bytes), server))).toBe(text);
  });

  test.each(['utf8', 'utf16le', 'utf16be'])('a byte order mark settles it: %s', (encoding) => {
    const bytes = iconv.encode(xml('iso-8859-1', '새 é'), encoding, { addBOM: true });
    expect(ofText(decodeText(bytes, 'windows-1251'))).toBe('새 é');
  });

  test.each(['utf16le', 'utf16be'])('%s shows without a mark', (encoding) => {
    expect(ofText(decodeText(iconv.encode(xml('utf-16', '새 é'), encoding), undefined))).toBe('새 é');
  });

  test('of which a few are damaged are kept but for those', () => {
    const bytes = Buffer.concat([Buffer.from(xml('utf-8', '새 소식 é')), Buffer.from([0xe9])]);
    expect(decodeText(bytes, undefined)).toMatch(/새 소식 é<\/a>\ufffd$/);
  });

  test('that no text can hold are left out', () => {
    expect(decodeText(Buffer.from('<a>x\u0000y\u0008z\u001f\ufffe</a>'), undefined)).toBe('<a>xyz</a>');
  });
});
