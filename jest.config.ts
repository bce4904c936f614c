import type { Config } from 'jest';

/** Packages that are ESM only: swc turns them into CommonJS, since Jest cannot require ESM below Node 24.9. */
const esmPackages = [
  '@nestjs',
  'content-disposition',
  'cookie',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
];

const config: Config = {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs'],
  testEnvironment: 'node',
  testRegex: '\\.(spec|int-spec|e2e-spec)\\.ts$',
  transform: {
    '\\.[tj]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // The leading .* lets nested node_modules through as well.
  transformIgnorePatterns: [`/node_modules/(?!.*(?:${esmPackages.join('|')})/)`, '<rootDir>/dist/'],
  moduleNameMapper: {
    '^#server$': '<rootDir>/apps/server/index.ts',
    '^#(money|ledger|event-store|read-models|billing|documents|delivery|bank-files|gateway|audit|exports|integration)$': '<rootDir>/libs/$1/index.ts',
    '^#event-store/(embedded|conformance|eventstoredb|node)$': '<rootDir>/libs/event-store/$1/index.ts',
  },
  setupFiles: ['<rootDir>/apps/checks/properties/seed.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
};

export default config;
