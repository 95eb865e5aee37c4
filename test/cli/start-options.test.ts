import { readStartOptions } from '../../src/cli/start-options';

describe('what stands after npm start --', () => {
  const said = { out: '', error: '' };

  beforeEach(() => {
    said.out = '';
    said.error = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.out += text;
      return true;
    });
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.error += text;
      return true;
    });
  });

  afterEach(() => jest.restoreAllMocks());

  test.each([
    { args: [], options: { demoTraffic: true, quiet: false, follow: false } },
    { args: ['--no-demo-traffic'], options: { demoTraffic: false, quiet: false, follow: false } },
    { args: ['--quiet'], options: { demoTraffic: true, quiet: true, follow: false } },
    { args: ['--follow', '--no-demo-traffic'], options: { demoTraffic: false, quiet: false, follow: true } },
  ])('$args', ({ args, options }) => {
    expect(readStartOptions(args)).toEqual(options);
    expect(said).toEqual({ out: '', error: '' });
  });

  test.each([
    { args: ['--bogus'], sentence: /^error: unknown option '--bogus'\n/ },
    { args: ['--quite'], sentence: /--quiet/ },
    { args: ['now'], sentence: /^error: too many arguments/ },
    {
      args: ['--quiet', '--follow'],
      sentence: /^error: option '--quiet' cannot be used with option '--follow'/,
    },
  ])('$args starts nothing, and says why', ({ args, sentence }) => {
    expect(readStartOptions(args)).toBe(2);
    expect(said.out).toBe('');
    expect(said.error).toMatch(sentence);
    expect(said.error).not.toContain('    at ');
  });

  test('help is no mistake', () => {
    expect(readStartOptions(['--help'])).toBe(0);
    for (const option of ['--no-demo-traffic', '--quiet', '--follow', '--help'])
      expect(said.out).toContain(option);
    expect(said.error).toBe('');
  });
});
