// npm start: makes the clone ready, then is the program.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, projectFolder } from './prepare.mjs';

prepare({ tell: (step) => process.stdout.write(`  ${step}\n`) });
process.chdir(projectFolder);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(projectFolder, 'dist', 'src', 'main.js')).href);
