/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  setupFiles: ['reflect-metadata'],
  transform: { '^.+\\.(t|j|mj)s$': '@swc/jest' },
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|uuid|lru-cache|feedsmith|htmlparser2|entities|domhandler|domutils|dom-serializer|domelementtype)/)',
  ],
  maxWorkers: 2,
  // Jest keeps some megabytes of every file that a worker has run, whatever the file does: its copy of the modules. Of 400
  // files that is gigabytes, which the stores beside it want. Beyond this a worker is replaced between two files.
  workerIdleMemoryLimit: '700MB',
  // What hangs is found out a little later, and a busy machine is no failure.
  testTimeout: 180_000,
};
