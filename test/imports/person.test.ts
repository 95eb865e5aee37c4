import { distinctPersons, person, readPerson } from '../../src/imports/person';

describe('a person in a feed', () => {
  test.each([
    ['ines@harbour.example (Ines Okafor)', 'Ines Okafor', 'ines@harbour.example'],
    ['Ines Okafor <ines@harbour.example>', 'Ines Okafor', 'ines@harbour.example'],
    ['"Okafor, Ines" <ines@harbour.example>', 'Okafor, Ines', 'ines@harbour.example'],
    ['Ines Okafor', 'Ines Okafor', undefined],
    ['By Ines Okafor', 'Ines Okafor', undefined],
    ['ines@harbour.example', undefined, 'ines@harbour.example'],
    ['mailto:desk@harbour.example?subject=RSS_feed', undefined, 'desk@harbour.example'],
    ['김하늘', '김하늘', undefined],
    ['Byron Vale', 'Byron Vale', undefined],
  ])('%s: %s, %s', (written, name, email) => {
    expect(readPerson(written)).toEqual({ name, email });
  });

  test.each(['', ' - ', '()', '...'])('"%s" is nobody', (written) => {
    expect(readPerson(written)).toBeUndefined();
  });

  test('whose name is an address is called by no name', () => {
    expect(person('desk@harbour.example', undefined)).toEqual({
      name: undefined,
      email: 'desk@harbour.example',
    });
  });

  test('is read in no time however the text is made', () => {
    expect(readPerson(`${'('.repeat(1_000_000)}a@b.example`)).toBeUndefined();
  });
});

test('persons who are named twice are one, with the e-mail of either', () => {
  const persons = [
    { name: 'Ines Okafor', email: undefined },
    { name: 'ines okafor', email: 'ines@harbour.example' },
    { name: undefined, email: 'ines@harbour.example' },
    undefined,
    { name: 'T. Lindqvist', email: undefined },
  ];
  expect(distinctPersons(persons)).toEqual([
    { name: 'Ines Okafor', email: 'ines@harbour.example' },
    { name: 'T. Lindqvist', email: undefined },
  ]);
});
