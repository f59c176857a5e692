import type { ProblemCode } from '../shared/errors.ts';

// Problems come in families: what a route uses says which it can have.

/** Of whatever asks who calls. */
export const ofCallers: readonly ProblemCode[] = [
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'authority-unavailable',
];

/** Of any route. */
export const ofApp: readonly ProblemCode[] = ['settings-invalid', 'internal-error'];

/** Of whatever calls the proxy. */
export const ofProxy: readonly ProblemCode[] = [
  'token-unavailable',
  'proxy-refused-token',
  'proxy-forbidden',
  'proxy-unavailable',
  'proxy-timeout',
  'proxy-answer-invalid',
];

/** Of whatever reads or writes the storage account. */
export const ofStorage: readonly ProblemCode[] = ['storage-unavailable'];

/** Of whatever reads a body. */
export const ofBodies: readonly ProblemCode[] = [
  'invalid-json',
  'request-timeout',
  'request-too-large',
  'unsupported-media-type',
];

/** Of whatever names a topic and asks the proxy for it. */
export const ofTopics: readonly ProblemCode[] = ['topic-not-found', ...ofProxy];

/** Of whatever waits for records. */
export const ofReads: readonly ProblemCode[] = ['topic-internal', 'too-many-waiting', ...ofTopics];

/** What no single route answers with, but a path or a method that none has. */
export const ofNoRoute: readonly ProblemCode[] = ['route-not-found', 'method-not-allowed'];

/** What only messages meet: dead letters name it as their code. */
export const ofMessages: readonly ProblemCode[] = [
  'event-without-rule',
  'destination-refused',
  'destination-unavailable',
  'paused',
  'kafka-unavailable',
];
