import { integerSetting } from '../platform/config/setting';

export const importSettings = {
  maxBytes: integerSetting({
    name: 'IMPORT_MAX_BYTES',
    default: 64 * 1024 * 1024,
    min: 1024,
    max: 512 * 1024 * 1024,
    meaning: 'The largest feed that is read, in bytes, before and after it is unpacked.',
  }),
  timeoutSeconds: integerSetting({
    name: 'IMPORT_TIMEOUT_SECONDS',
    default: 60,
    min: 1,
    max: 3_600,
    meaning: 'How long the fetching of a feed, and then the reading of it, may take.',
  }),
};
