import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createConfig, lint } from '@redocly/openapi-core';
import { describedFiles } from '../../description/write.ts';
import { ofMessages, ofNoRoute } from '../../description/problem-families.ts';
import { routes } from '../../functions/routes.ts';
import { problems } from '../../shared/errors.ts';
import { describedOperations, schemaComplaints } from '../support/conformance.ts';

const root = join(import.meta.dirname, '../..');

interface Described {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly responses: Record<string, { readonly content: Record<string, Media> }>;
    readonly examples: Record<string, { readonly value: unknown }>;
    readonly schemas: { readonly ProblemCode: { readonly enum: readonly string[] } };
  };
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
}
interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly $ref: string }>;
  readonly 'x-item-schema'?: object;
}

const document = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8')) as Described;
const escaped = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

test('what is made of the description is what is in the repository: else npm run describe', async () => {
  for (const [path, content] of Object.entries(await describedFiles())) {
    expect([path, readFileSync(join(root, path), 'utf8') === content]).toEqual([path, true]);
  }
});

test('every row of the route table is described with its methods, and nothing else is', () => {
  const listed = Object.entries(routes).flatMap(([name, { methods, route }]) =>
    methods.map((method) => `${name}${method === 'HEAD' ? 'Head' : ''}: ${method} /${route}`),
  );
  const described = describedOperations.map(({ name, method, path }) => `${name}: ${method} ${path}`);
  expect(described.sort()).toEqual(listed.sort());
});

test('every operation asks for the key that its route asks for', () => {
  const keys = {
    open: '',
    data: 'functionKey functionKeyInQuery token',
    operator: 'adminKey adminKeyInQuery token',
  };
  for (const { access, route, methods } of Object.values(routes)) {
    for (const method of methods) {
      const { security } = document.paths[`/${route}`]?.[method.toLowerCase()] ?? { security: [] };
      expect([route, security.flatMap((one) => Object.keys(one)).join(' ')]).toEqual([route, keys[access]]);
    }
  }
});

test('every problem of the table is described where it can come, and no other is', () => {
  const ofRoutes = Object.values(document.components.responses).flatMap(({ content }) =>
    Object.keys(content['application/problem+json']?.examples ?? {}),
  );
  const all = new Set([...ofRoutes, ...ofNoRoute, ...ofMessages]);
  expect([...all].sort()).toEqual(Object.keys(problems).sort());
  expect([...document.components.schemas.ProblemCode.enum]).toEqual(Object.keys(problems));
  expect(ofRoutes.filter((code) => [...ofNoRoute, ...ofMessages].some((other) => other === code))).toEqual(
    [],
  );
});

test('the linter of descriptions has nothing to say, but of the route that never succeeds and the one that never fails', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const found = await lint({ ref: join(root, 'openapi.json'), config });
  const told = found.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer ?? ''}`);
  expect(told.sort()).toEqual([
    // Used of lines and events, of which OpenAPI 3.1 knows nothing.
    'no-unused-components #/components/schemas/ReceiptLine',
    'no-unused-components #/components/schemas/RecordLine',
    'operation-2xx-response #/paths/~1topics~1{topic}/delete/responses',
    'operation-4xx-response #/paths/~1health~1live/get/responses',
  ]);
});

describe('every example fits its schema', () => {
  const media = (pointer: string, content: Record<string, Media> = {}) =>
    Object.entries(content).map(([type, one]) => [`${pointer}/content/${escaped(type)}`, type, one] as const);
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, responses }]) => {
      const pointer = `/paths/${escaped(path)}/${method}`;
      return [
        ...media(`${pointer}/requestBody`, requestBody?.content),
        ...Object.entries(responses).flatMap(([status, { content }]) =>
          media(`${pointer}/responses/${status}`, content),
        ),
      ];
    }),
  );

  test('of bodies and answers, and of their lines and events', () => {
    const given = all.filter(([, , one]) => 'example' in one);
    expect(given.length).toBeGreaterThan(40);
    const wrong = given.flatMap(([pointer, type, { example, ...one }]) => {
      const lines =
        'x-item-schema' in one && type === 'application/x-ndjson' ? String(example).trim().split('\n') : [];
      return [
        ...schemaComplaints(`${pointer}/schema`, example),
        ...lines.flatMap((line) => schemaComplaints(`${pointer}/x-item-schema`, JSON.parse(line))),
      ].map((complaint) => `${pointer} ${complaint}`);
    });
    expect(wrong).toEqual([]);
  });

  test('of problems', () => {
    const shared = Object.entries(document.components.responses).flatMap(([name, { content }]) =>
      media(`/components/responses/${name}`, content),
    );
    const wrong = [...shared, ...all].flatMap(([pointer, , { examples = {} }]) =>
      Object.values(examples).flatMap(({ $ref }) => {
        const name = $ref.replace('#/components/examples/', '');
        return schemaComplaints(`${pointer}/schema`, document.components.examples[name]?.value);
      }),
    );
    expect(wrong).toEqual([]);
  });
});
