import { runCommand } from '../../../src/platform/processes/run-command';

describe('a command', () => {
  test('gives its status and all that it printed', async () => {
    const outcome = await runCommand('/bin/sh', ['-c', 'echo out; echo err >&2; exit 3']);
    expect(outcome).toMatchObject({ status: 3, refusal: undefined });
    expect(outcome.printed).toContain('out\n');
    expect(outcome.printed).toContain('err\n');
  });

  test('that is not there is an outcome, not an exception', async () => {
    await expect(runCommand('/nowhere/at-all', [])).resolves.toMatchObject({
      status: null,
      refusal: 'ENOENT',
    });
  });

  test('that takes too long is ended', async () => {
    const outcome = await runCommand('/bin/sleep', ['60'], { timeoutMs: 50 });
    expect(outcome.status).toBeNull();
  });

  test('keeps the end of what is very long', async () => {
    const { printed } = await runCommand('/bin/sh', ['-c', 'yes | head -c 300000; echo the end']);
    expect(printed.length).toBeLessThanOrEqual(64_000);
    expect(printed.endsWith('the end\n')).toBe(true);
  });
});
