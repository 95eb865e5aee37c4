import { z } from 'zod';
import type { Setting } from '../config/setting';
import { isOriginPattern } from './origins';

export const corsSettings = {
  corsOrigins: corsOrigins(),
};

function corsOrigins(): Setting<readonly string[]> {
  return {
    name: 'CORS_ORIGINS',
    default: [],
    schema: z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim().toLowerCase()))
      .pipe(z.array(z.string().refine(isOriginPattern))),
    range:
      'origins separated by commas, as browsers send them (https://news.example, no path and no slash at the end), ' +
      'with *. for all hosts below one (https://*.news.example), or * for everyone',
    meaning:
      'Web pages of other origins that may call /graphql and /beacon from a browser. Others are refused and named ' +
      'in the log.',
    secret: false,
  };
}
