import { Command, CommanderError } from 'commander';
import { addLogOptions, addPartOptions } from '../../evaluate/log-options';

/** What an evaluation is told by the words of a command line. */
function told(...words: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addPartOptions(addLogOptions(command));
  return command.parse(words, { from: 'user' }).opts();
}

test('without a word one part of whatever log lies there is meant', () => {
  expect(told()).toEqual({ only: [], part: 1, seed: 'mostread' });
});

test('the log, its columns and its period are read', () => {
  const words = ['--log', 'a.csv', '--columns', 'visitor=user', '--format', 'csv', '--sort', '--skip-bad'];
  expect(told(...words, '--from-day', '5', '--to-day', '9')).toMatchObject({
    ...{ log: 'a.csv', columns: { visitor: 'user' }, format: 'csv', sort: true, skipBad: true },
    ...{ fromDay: 5, toDay: 9 },
  });
  const from = '2026-01-31T09:00:00Z';
  expect(told('--from', from)).toMatchObject({ from: Date.parse(from) });
});

test('parts and lists are read', () => {
  const words = ['--thin', '7', '--part', 'all', '--seed', 'other', '--only', 'Mostread', '--only', '24-h'];
  expect(told(...words)).toEqual({ only: ['Mostread', '24-h'], thin: 7, part: 'all', seed: 'other' });
});

test.each([
  ['--columns', 'reader=user'],
  ['--format', 'xml'],
  ['--from-day', '-1'],
  ['--to-day', '10000'],
  ['--from', 'yesterday'],
  ['--thin', '0'],
  ['--part', 'none'],
])('%s %s is refused', (...words) => {
  expect(() => told(...words)).toThrow(CommanderError);
});
