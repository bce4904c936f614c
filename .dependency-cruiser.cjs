/** The boundaries of the design. Each rule says why it stands; `npm run boundaries` checks them. */

const specs = '\\.(spec|int-spec|e2e-spec)\\.ts$';

/** The one way into another lib: its root index, or the store's published entrances. */
const roots = [
  '^libs/(money|ledger|event-store|read-models|billing|documents|delivery|bank-files|gateway|audit|exports|integration)/index\\.ts$',
  '^libs/event-store/(embedded|conformance|eventstoredb|node)/index\\.ts$',
  // Random histories, for the specs of other parts.
  '^libs/read-models/testing/index\\.ts$',
  '^libs/ledger/matching/testing/index\\.ts$',
  '^libs/billing/laws/index\\.ts$',
  // Made bank files, for the specs of other parts.
  '^libs/billing/bank-statements/camt-file\\.test-kit\\.ts$',
  // A customer of whom everything personal is told, for the specs of other parts.
  '^libs/billing/erasure/told-customer\\.test-kit\\.ts$',
  // Checks of exported files, for the specs of other parts.
  '^libs/exports/testing/index\\.ts$',
  // A mail server in process, for the specs of other parts.
  '^libs/delivery/testing/index\\.ts$',
  // A gateway on this machine, for the specs of other parts.
  '^libs/gateway/testing/index\\.ts$',
  // A receiver of webhooks and a clock to set, for the specs of other parts.
  '^libs/integration/testing/index\\.ts$',
  // A certificate for this machine, for the specs of other parts.
  '^libs/event-store/testing/certificate\\.ts$',
  // What a process ever held, for the specs of other parts.
  '^libs/event-store/testing/peak-memory\\.ts$',
  // Programs killed again and again, for the specs of other parts.
  '^libs/event-store/testing/killed-program\\.ts$',
  // A test's program in a process of its own.
  '^libs/event-store/embedded/testing/child-process\\.ts$',
  '^apps/server/index\\.ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea in two places; neither can be read, tested or moved alone.',
      severity: 'error',
      from: {},
      // An import of types alone is gone at run time: it may point back.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports and that starts nothing is dead: delete it or export it from its root.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [specs, '\\.d\\.ts$'],
      },
      to: {},
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be resolved hides from every other rule here.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'money-knows-only-decimal',
      comment: 'Money is arithmetic. It stays checkable by hand, and fast to test, while it knows nothing but decimal.js.',
      severity: 'error',
      from: { path: '^libs/money/', pathNot: specs },
      to: { pathNot: ['^libs/money/', 'node_modules/decimal\\.js/'] },
    },
    {
      name: 'ledger-is-pure',
      comment:
        'Deciding and folding are functions of their arguments: no Nest, no client, no file, no clock. ' +
        'That is what makes replay, proofs and property tests possible.',
      severity: 'error',
      from: { path: '^libs/ledger/', pathNot: specs },
      to: { pathNot: ['^libs/ledger/', '^libs/money/index\\.ts$', 'node_modules/(decimal\\.js|@sinclair/typebox)/'] },
    },
    {
      name: 'store-knows-no-business',
      comment: 'The event store carries envelopes. If it knew invoices or tables, a second store could not take its place.',
      severity: 'error',
      from: { path: '^libs/event-store/', pathNot: specs },
      to: { path: '^libs/(billing|read-models|money)/|^apps/' },
    },
    {
      name: 'store-takes-only-types-and-registry-from-ledger',
      comment: 'The codec needs what an event definition looks like and how a stream is named, through the root; it decides nothing.',
      severity: 'error',
      from: { path: '^libs/event-store/', pathNot: specs },
      to: { path: '^libs/ledger/', pathNot: '^libs/ledger/index\\.ts$' },
    },
    {
      name: 'read-models-do-not-write',
      comment: 'Read models follow the log and can be deleted. A read model that can command would not be disposable.',
      severity: 'error',
      from: { path: '^libs/read-models/' },
      to: { path: '^libs/billing/|^apps/' },
    },
    {
      name: 'channels-know-no-log',
      comment:
        'Documents, mail, bank files and the gateway turn facts into other shapes and back. They are handed what they need: ' +
        'one that looked into the log or a read model could print something else than what was decided.',
      severity: 'error',
      from: { path: '^libs/(documents|delivery|bank-files|gateway)/', pathNot: specs },
      to: { path: '^libs/(event-store|read-models|billing|audit|exports|integration)/' },
    },
    {
      name: 'proofs-and-exports-decide-nothing',
      comment: 'Proofs, exports and the contract speak of what is on record. If they could command, they could change what they prove.',
      severity: 'error',
      from: { path: '^libs/(audit|exports|integration)/', pathNot: specs },
      to: { path: '^libs/billing/' },
    },
    {
      name: 'libs-know-no-apps',
      comment: 'Apps compose libs. The other direction would make a lib unusable from the second app.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-sql-or-store-driver-outside-its-home',
      comment:
        'One place talks to SQLite and one to SQL read models: durability and transactions are argued there. ' +
        'Billing keeps one disposable index of its own.',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: ['^libs/(event-store|read-models)/', '^apps/cli/bench/', specs, '^libs/billing/local-index/'],
      },
      to: { path: 'node_modules/(libsql|kysely|pg|@eventstore/db-client|@grpc/grpc-js|google-protobuf)/' },
    },
    {
      name: 'libs-through-their-root',
      comment: 'Whatever is not exported from the root of a lib may change without asking anyone.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/$1/', ...roots] },
    },
    {
      name: 'apps-use-libs-through-their-root',
      comment: 'As above, for the apps.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: roots },
    },
    {
      name: 'cli-uses-server-through-its-root',
      comment: 'The command line starts the server; it does not reach into it.',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: '^apps/server/', pathNot: roots },
    },
    {
      name: 'server-knows-no-cli',
      comment: 'The server runs without the command line, under whatever starts it.',
      severity: 'error',
      from: { path: '^apps/server/' },
      to: { path: '^apps/cli/' },
    },
    {
      name: 'bench-peer-stays-outside',
      comment: 'The peer of the bench is installed on its own; the product must build and run without it.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '@event-driven-io|bench/peer/' },
    },
    {
      name: 'no-dev-dependency-in-product',
      comment: 'What is not in "dependencies" is absent from an installation without dev packages. Checks run in the repository alone.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [specs, '^apps/checks/', '^apps/cli/bench/', '/(conformance|testing)/', '\\.test-kit\\.ts$'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '/bench/peer/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: '.dependency-cruiser.tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.d.ts', '.js', '.json'],
      mainFields: ['main', 'types'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
