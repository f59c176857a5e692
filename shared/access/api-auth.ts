import type { Environment } from '../setting.ts';

/**
 * Whether callers are let in by tokens, and the host is to ask for no keys. Read at load time, when no setting is
 * complained of yet: with any other text the host asks for keys.
 */
export function takesTokens(environment: Environment): boolean {
  return environment['KAFKA_API_AUTH']?.trim() === 'entra';
}
