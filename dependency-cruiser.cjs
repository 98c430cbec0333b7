/** Which room may import what. This table is the architecture: CONTRIBUTING prints it, `npm run check` enforces it. */
const port = ['erp/port.ts', 'erp/errors.ts'];
const rooms = {
  domain: [],
  stripe: ['domain/'],
  yaml: ['domain/'],
  mapping: ['domain/', 'stripe/', 'yaml/'],
  matching: ['domain/'],
  shop: ['domain/'],
  erp: ['domain/'],
  store: ['domain/', ...port],
  alerts: ['domain/'],
  activities: [
    'domain/',
    'stripe/',
    'mapping/',
    'shop/',
    'store/',
    'workflows/messages.ts',
    'workflows/search-attributes.ts',
    ...port,
  ],
  workflows: ['domain/', 'type activities/'],
  webhook: ['stripe/news.ts', 'workflows/messages.ts', 'workflows/search-attributes.ts', 'temporal.ts', 'config.ts'],
  api: [
    'domain/',
    'store/',
    'mapping/shop-order-schema.ts',
    'workflows/messages.ts',
    'workflows/search-attributes.ts',
    'temporal.ts',
    'config.ts',
  ],
};
const inSrc = (path) => `^src/${path}`;

const stayInLane = ([room, may]) => {
  const types = may.filter((path) => path.startsWith('type ')).map((path) => path.slice('type '.length));
  const values = [`${room}/`, ...may.filter((path) => !path.startsWith('type '))];
  const from = { path: inSrc(`${room}/`) };
  return [
    {
      name: `${room}-stays-in-its-lane`,
      severity: 'error',
      from,
      to: { path: '^(src|sandbox|test|bench)/', pathNot: [...values, ...types].map(inSrc) },
    },
    ...types.map((path) => ({
      name: `${room}-takes-only-types-of-${path.replace('/', '')}`,
      severity: 'error',
      from,
      to: { path: inSrc(path), dependencyTypesNot: ['type-only'] },
    })),
  ];
};

module.exports = {
  forbidden: [
    ...Object.entries(rooms).flatMap(stayInLane),
    {
      name: 'adapters-are-strangers',
      severity: 'error',
      from: { path: '^src/erp/([^/]+)/' },
      to: { path: '^src/erp/[^/]+/', pathNot: '^src/erp/$1/' },
    },
    { name: 'sandbox-is-independent', severity: 'error', from: { path: '^sandbox/' }, to: { path: '^src/' } },
    {
      name: 'workflows-need-no-node-and-no-zod',
      severity: 'error',
      from: { path: '^src/(workflows|domain)/' },
      to: { path: '(^|node_modules/)(zod|pg|kysely|stripe|undici)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-are-deterministic',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
