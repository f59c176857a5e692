import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Outside libraries, each with the one place that may import it. */
const owners = {
  axios: 'shared/kafka-rest/client.ts',
  '@azure/identity': 'shared/auth/entra-token.ts',
  '@azure/keyvault-secrets': 'shared/auth/key-vault.ts',
  '@azure/data-tables': 'shared/storage/table-client.ts',
  '@azure/core-rest-pipeline': 'shared/auth/bounded-http.ts',
  '@azure/monitor-opentelemetry-exporter': 'shared/telemetry/start.ts',
  '@azure/functions': 'functions/ and shared/http/',
  leven: 'shared/unknown-name.ts',
  '@azure/storage-blob': 'shared/storage/blob-client.ts',
  '@azure/storage-queue': 'shared/storage/queue-client.ts',
  '@azure/eventgrid': 'shared/subscriptions/event-grid-client.ts',
  ajv: 'shared/declared/json-schema.ts',
  jose: 'shared/access/bearer-token.ts',
  '@platformatic/kafka': 'shared/housekeeping/kafka-admin.ts',
};

/** Floors: what code below `folder` may not import, with the reason shown to whoever tries. */
function floor(folder, forbidden, allowedLibraries = []) {
  const libraries = Object.keys(owners).filter((name) => !allowedLibraries.includes(name));
  return {
    files: [folder],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: libraries.map((name) => ({ name, message: `Only ${owners[name]} may import ${name}.` })),
          patterns: forbidden.map(([group, message]) => ({ group, message })),
        },
      ],
    },
  };
}

const noFunctions = [['**/functions/**'], 'shared/ never looks up to functions/.'];
const noLocal = [
  ['**/local/**', '**/test/**', '**/bench/**'],
  'What ships never imports local/, test/ or bench/.',
];
const noHttp = [['**/http/*'], 'Only functions/ and shared/http/ know HTTP triggers.'];
const noRoot = [
  ['**/dependencies.ts'],
  'dependencies.ts is the composition root: it is imported by functions/ alone.',
];
const noApp = [
  ['**/functions/**', '**/shared/**'],
  'local/ stands outside the app: a stand-in that borrows its code agrees with its mistakes.',
];
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only functions/index.ts reads process.env.',
};

export default defineConfig(
  globalIgnores(['test/description/api.ts', 'dist/', '.local/', 'coverage/', 'node_modules/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'local/*/*.cjs', 'test/*/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { console: 'readonly', module: 'writable', process: 'readonly', require: 'readonly' },
    },
  },
  {
    files: ['local/no-telemetry/**', 'test/fixtures/**'],

    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['shared/**/*.ts'], rules: { 'no-restricted-syntax': ['error', noEnvironment] } },
  { files: ['functions/*/**/*.ts'], rules: { 'no-restricted-syntax': ['error', noEnvironment] } },
  floor('functions/**/*.ts', [noLocal], ['@azure/functions']),
  floor('commands/**/*.ts', [noFunctions, noLocal, noHttp]),
  floor('description/**/*.ts', [noLocal]),
  floor('shared/**/*.ts', [noFunctions, noLocal, noRoot, noHttp]),
  floor('shared/dependencies.ts', [noFunctions, noLocal, noHttp]),
  floor('shared/http/**/*.ts', [noFunctions, noLocal, noRoot], ['@azure/functions']),
  floor('shared/kafka-rest/client.ts', [noFunctions, noLocal, noRoot, noHttp], ['axios']),
  floor('shared/unknown-name.ts', [noFunctions, noLocal, noRoot, noHttp], ['leven']),
  floor('shared/auth/entra-token.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/identity']),
  floor('shared/auth/key-vault.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/keyvault-secrets']),
  floor('shared/auth/bounded-http.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/core-rest-pipeline']),
  floor(
    'shared/telemetry/start.ts',
    [noFunctions, noLocal, noRoot, noHttp],
    ['@azure/monitor-opentelemetry-exporter'],
  ),
  floor('shared/storage/table-client.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/data-tables']),
  floor('shared/storage/blob-client.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/storage-blob']),
  floor('shared/storage/queue-client.ts', [noFunctions, noLocal, noRoot, noHttp], ['@azure/storage-queue']),
  floor(
    'shared/subscriptions/event-grid-client.ts',
    [noFunctions, noLocal, noRoot, noHttp],
    ['@azure/eventgrid'],
  ),
  floor('shared/declared/json-schema.ts', [noFunctions, noLocal, noRoot, noHttp], ['ajv']),
  floor(
    'shared/housekeeping/kafka-admin.ts',
    [noFunctions, noLocal, noRoot, noHttp],
    ['@platformatic/kafka'],
  ),
  floor('shared/access/bearer-token.ts', [noFunctions, noLocal, noRoot, noHttp], ['jose']),
  floor(
    'local/**/*.ts',
    [noApp],
    ['@azure/functions', '@azure/storage-blob', '@azure/storage-queue', 'jose', '@platformatic/kafka'],
  ),
);
