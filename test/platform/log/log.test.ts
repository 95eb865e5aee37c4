import { BadUserInput } from '../../../src/platform/errors';
import { createLog } from '../../../src/platform/log/log';

function written(level: string) {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line: string) => void lines.push(line) }), lines };
}

describe('the log', () => {
  test('writes what an error says and why it came, and nothing that hangs on it', () => {
    const { log, lines } = written('warn');
    const cause = Object.assign(new Error('the socket closed'), { client: { password: 'secret' } });
    log.warn(
      { err: Object.assign(new Error('gone', { cause }), { code: '57P01', client: cause }) },
      'it broke',
    );
    const line = JSON.parse(lines[0]!);
    expect(line).toMatchObject({ msg: 'it broke', err: { type: 'Error', code: '57P01' } });
    expect(Object.keys(line.err).sort()).toEqual(['code', 'message', 'stack', 'type']);
    expect(line.err.stack).toContain('the socket closed');
    expect(lines[0]).not.toContain('secret');
  });

  test('names the field of an error of ours', () => {
    const { log, lines } = written('warn');
    log.warn({ err: new BadUserInput('first', 'too many') });
    expect(JSON.parse(lines[0]!).err).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  });

  test.each([
    { authorization: 'Bearer secret' },
    { headers: { authorization: 'Bearer secret', 'x-api-key': 'secret', cookie: 'secret' } },
    { req: { headers: { Authorization: 'Bearer secret', 'X-Api-Key': 'secret' } } },
    { err: Object.assign(new Error('gone'), { request: { headers: { authorization: 'secret' } } }) },
    { context: { req: { headers: { 'x-api-key': 'secret' } } } },
  ])('shows no credential in %j', (fields) => {
    const { log, lines } = written('warn');
    log.warn(fields, 'it broke');
    expect(lines[0]).toContain('it broke');
    expect(lines[0]).not.toContain('secret');
  });

  test('keeps quiet below its level', () => {
    const { log, lines } = written('silent');
    log.error('nobody hears');
    expect(lines).toEqual([]);
  });
});
