import { optionalTextSetting, switchSetting } from '../config/setting';

export const metricsSettings = {
  metrics: switchSetting({
    name: 'METRICS',
    default: true,
    meaning: 'Whether figures for Prometheus are kept and served at /metrics.',
  }),
  metricsToken: {
    ...optionalTextSetting({
      name: 'METRICS_TOKEN',
      range: '16 to 200 letters, digits and the characters . _ ~ + / = -',
      pattern: /^[A-Za-z0-9._~+/=-]{16,200}$/,
      meaning:
        'What /metrics wants to be shown, as "Authorization: Bearer ...". Without it, /metrics answers this machine ' +
        'and private networks alone, and nothing that a proxy says to have passed on. Behind a balancer that adds no ' +
        'header, set it.',
    }),
    secret: true,
  },
};
