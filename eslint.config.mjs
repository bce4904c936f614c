import tseslint from 'typescript-eslint';

/** Every `eslint-disable` says why, after `--`: a silent exception is a rule nobody decided to break. */
const describedDisables = {
  meta: { type: 'problem', schema: [], messages: { bare: 'Say why after "--": eslint-disable… rule -- the reason.' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const text = comment.value.trim();
        if (/^eslint-disable/.test(text) && !/\s--\s+\S{3,}/.test(text)) {
          context.report({ loc: comment.loc, messageId: 'bare' });
        }
      }
    },
  }),
};

/** A call with five arguments is read wrong sooner or later; a constructor is called in one place, by the composition. */
const fewParameters = {
  meta: { type: 'suggestion', schema: [], messages: { many: 'Takes {{count}} parameters, at most 4: give what belongs together a name.' } },
  create: (context) => ({
    ':function'(node) {
      const isConstructor = node.parent?.type === 'MethodDefinition' && node.parent.kind === 'constructor';
      if (node.params.length > 4 && !isConstructor) {
        context.report({ node, messageId: 'many', data: { count: String(node.params.length) } });
      }
    },
  }),
};

/** Reading the clock or chance makes a decision unrepeatable: both come in through an adapter. */
const clockAndChance = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The clock is injected: take a Clock, or move this to an *.adapter.ts.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The clock is injected: take a Clock, or move this to an *.adapter.ts.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance is injected: take a source of ids or jitter, or move this to an *.adapter.ts.',
  },
  {
    selector: "CallExpression[callee.name='randomUUID'], CallExpression[callee.property.name='randomUUID']",
    message: 'Ids are injected: take a source of ids, or move this to an *.adapter.ts.',
  },
];

const moneyIsExact = [
  {
    selector: "CallExpression[callee.name='parseFloat'], MemberExpression[object.name='Number'][property.name='parseFloat']",
    message: 'Money and rates never pass through a JS number: use #money.',
  },
  {
    selector: "CallExpression[callee.property.name='toNumber'][arguments.length=0]",
    message: 'A Decimal never becomes a JS number: use #money.',
  },
];

const namedExports = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
];

const noSleeps = [
  {
    selector: "CallExpression[callee.name='setTimeout'], CallExpression[callee.object.name='timers'][callee.property.name='setTimeout']",
    message: 'A test waits for a condition, never for time to pass.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', '**/bench/peer/', 'docs/contract/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    plugins: { daybook: { rules: { 'described-disables': describedDisables, 'few-parameters': fewParameters } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'daybook/described-disables': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      complexity: ['error', 12],
      'max-depth': ['error', 4],
      'daybook/few-parameters': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-restricted-syntax': ['error', ...clockAndChance, ...moneyIsExact, ...namedExports],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A fold may ignore events that do not concern it, but has to say so with a default.
        { considerDefaultExhaustiveForUnions: true },
      ],
      // The rule leaves files with decorators alone: Nest reads the constructor's types at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Port methods are async by contract even where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-object-type': 'off',
    },
  },
  {
    // Adapters and composition roots are where the clock, chance and the process are met.
    files: ['**/*.adapter.ts', 'apps/server/main.ts', 'apps/server/**/*.module.ts'],
    rules: { 'no-restricted-syntax': ['error', ...moneyIsExact, ...namedExports] },
  },
  {
    // The command line and the bench talk to a terminal and to a stopwatch, not to the ledger's figures.
    files: ['apps/cli/**/*.ts', 'apps/checks/**/*.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': ['error', ...moneyIsExact, ...namedExports] },
  },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/conformance/**/*.ts'],
    rules: {
      // A describe block is one function; its length says nothing.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      'no-restricted-syntax': ['error', ...clockAndChance.slice(2, 3), ...moneyIsExact, ...namedExports, ...noSleeps],
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...clockAndChance, ...moneyIsExact] },
  },
);
