import { integerSetting, type Setting } from '../platform/config/setting';

const POINTS_MAX = 1_000_000_000;

function pointsSetting(name: string, points: number, whose: string): Setting<number> {
  return integerSetting({
    name,
    default: points,
    min: 0,
    max: POINTS_MAX,
    meaning: `Points that ${whose} may spend in a minute, over all processes; see QUERY_MAX_COST. 0 sets no limit.`,
  });
}

export const rateLimitSettings = {
  networkPoints: pointsSetting(
    'RATE_LIMIT_NETWORK',
    6_000_000,
    'a network (an IPv4 /24, an IPv6 /48) without a credential, an office of a thousand readers say,',
  ),
  readerClientPoints: pointsSetting(
    'RATE_LIMIT_READER_CLIENT',
    120_000_000,
    'a key of the role READER_CLIENT',
  ),
  servicePoints: pointsSetting('RATE_LIMIT_SERVICE', 120_000_000, 'a key or token of the role SERVICE'),
  staffPoints: pointsSetting(
    'RATE_LIMIT_STAFF',
    6_000_000,
    'a key or token of the roles WRITER, EDITOR and ADMIN',
  ),
};
