import { isIP } from 'node:net';
import { z } from 'zod';
import { choiceSetting, integerSetting, type Setting, switchSetting, textSetting } from '../config/setting';
import { forwardedHeaders } from './forwarded-for';

const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];

export const httpSettings = {
  port: integerSetting({
    name: 'PORT',
    default: 4000,
    min: 0,
    max: 65_535,
    meaning: 'The TCP port of the API. 0 takes any free one and says which.',
  }),
  host: textSetting({
    name: 'HOST',
    default: '127.0.0.1',
    range: 'an address or a host name of this machine',
    pattern: /^[0-9A-Za-z.:-]+$/,
    meaning:
      'The address to listen on. 127.0.0.1 is reached from this machine alone; 0.0.0.0 from everywhere.',
  }),
  bodyLimit: integerSetting({
    name: 'BODY_LIMIT',
    default: 1_048_576,
    min: 1_024,
    max: 67_108_864,
    meaning: 'The largest request body that is read, in bytes. Larger ones are refused with 413.',
  }),
  requestSeconds: integerSetting({
    name: 'REQUEST_SECONDS',
    default: 30,
    min: 1,
    max: 600,
    meaning: 'How long a client may take to send its request before its connection is closed.',
  }),
  hstsSeconds: integerSetting({
    name: 'HSTS_SECONDS',
    default: 0,
    min: 0,
    max: 63_072_000,
    meaning:
      'For how long browsers are told to use nothing but HTTPS for this host (Strict-Transport-Security). 0 tells ' +
      'them nothing; set it where TLS ends in front of this server, for good.',
  }),
  drainSeconds: integerSetting({
    name: 'DRAIN_SECONDS',
    default: 10,
    min: 0,
    max: 600,
    meaning: 'At shutdown, how long requests under way may take to finish before their connections are cut.',
  }),
  compression: switchSetting({
    name: 'COMPRESSION',
    default: true,
    meaning:
      'Whether answers are compressed for clients that accept it. A proxy that does it itself takes the work off ' +
      'this process.',
  }),
  trustProxy: trustedProxies(),
  proxyHeader: choiceSetting({
    name: 'TRUST_PROXY_HEADER',
    default: 'X-Forwarded-For',
    choices: forwardedHeaders,
    meaning:
      'In which header the proxies of TRUST_PROXY say whose request it is: the older one, or that of RFC 7239. The ' +
      'other one is not read, since a proxy that writes only one lets clients send the other.',
  }),
};

function trustedProxies(): Setting<readonly string[]> {
  const network = z.string().refine(isNetwork);
  return {
    name: 'TRUST_PROXY',
    default: [],
    schema: z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .pipe(z.array(network)),
    range: `addresses and networks (10.0.0.0/8) separated by commas, or ${namedNetworks.join(', ')}`,
    meaning:
      'Proxies whose X-Forwarded-For (see TRUST_PROXY_HEADER) is believed. Without it, all readers behind a proxy ' +
      'count as one visitor; with an address that clients can reach past the proxy, anyone can pose as anyone.',
    secret: false,
  };
}

function isNetwork(text: string): boolean {
  if (namedNetworks.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return false;
  return Number(prefix) <= (family === 4 ? 32 : 128);
}
