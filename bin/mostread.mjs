#!/usr/bin/env node
// npx mostread: makes the clone ready without a word if it is, then is the command line.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, projectFolder } from './prepare.mjs';

prepare({ tell: (step) => process.stderr.write(`  ${step}\n`) });
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(projectFolder, 'dist', 'src', 'cli', 'mostread.js')).href);
