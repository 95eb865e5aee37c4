import { errorCatalogueMarkdown } from './error-catalogue';

process.stdout.write(errorCatalogueMarkdown());
