import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * What an API answers is data: a browser that is led to it should show, run and frame none of it. The pages of this
 * server (the start page, GraphiQL) set a policy of their own. Pictures may be shown by any page, hence the resource
 * policy.
 */
export function secureAnswers(fastify: FastifyInstance, { hstsSeconds }: { hstsSeconds: number }): void {
  fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: hstsSeconds > 0 ? { maxAge: hstsSeconds, includeSubDomains: false } : false,
    // Of browsers that are long gone.
    xDownloadOptions: false,
    xXssProtection: false,
    dnsPrefetchControl: false,
  });
}
