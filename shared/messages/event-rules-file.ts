import schema from '../../config/event-rules.schema.json' with { type: 'json' };
import { readDeclared } from '../declared/json-schema.ts';
import { AppError, type Fault, faultsDetail } from '../errors.ts';
import type { EventRule } from './event-rules.ts';

/**
 * The rules declared in a file, read by the first call and then kept. Rejects with `settings-invalid` naming every
 * fault where the file is missing or broken; then the next call looks again.
 */
export function createReadEventRules(path: string): () => Promise<readonly EventRule[]> {
  let rules: readonly EventRule[] | undefined;
  return async () => {
    if (rules !== undefined) return rules;
    const declared = await readDeclared<{ rules: EventRule[] }>(path, schema);
    if (declared.kind === 'missing') throw broken([{ pointer: '#', detail: `${path} is missing.` }]);
    if (declared.kind === 'broken') throw broken(declared.faults);
    return (rules = declared.value.rules);
  };
}

function broken(faults: readonly Fault[]): AppError {
  const detail = `KAFKA_EVENT_RULES_FILE: ${faultsDetail(faults)}`;
  return new AppError('settings-invalid', detail, { faults, cause: detail });
}
