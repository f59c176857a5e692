import schema from '../../config/access.schema.json' with { type: 'json' };
import { readDeclared } from '../declared/json-schema.ts';
import { AppError, faultsDetail } from '../errors.ts';
import type { TokenCaller } from './bearer-token.ts';
import type { Caller, Grant } from './caller.ts';
import { OPERATOR } from './decide.ts';
import type { MessageSource } from './sources.ts';

/** Who may do what, as config/access.schema.json describes it; whoever is not in it may do nothing. */
export interface AccessRules {
  /** App role → what it allows. */
  readonly roles?: Readonly<Record<string, readonly Grant[]>>;
  /** Application id → what the application may do by itself; not what its users may do. */
  readonly apps?: Readonly<Record<string, readonly Grant[]>>;
  /** What comes without a token → the topics it may reach. */
  readonly sources?: Readonly<Partial<Record<MessageSource, readonly string[]>>>;
}

/** Reads the rules; rejects with `settings-invalid` naming every fault, also where there is no such file. */
export async function readRules(path: string): Promise<AccessRules> {
  const declared = await readDeclared<AccessRules>(path, schema);
  if (declared.kind === 'value') return declared.value;
  const found =
    declared.kind === 'broken' ? declared.faults : [{ pointer: '#', detail: 'There is no such file.' }];
  const faults = found.map((fault) => ({ ...fault, detail: `${path}: ${fault.detail}` }));
  throw new AppError('settings-invalid', faultsDetail(faults), { faults, cause: `${path} cannot be used` });
}

/** Who a token's caller is here. */
export function callerUnder(rules: AccessRules, { tenantId, appId, userId, roles }: TokenCaller): Caller {
  const id = `${tenantId}/${userId ?? appId}`;
  if (roles.includes(OPERATOR)) return { id, rights: 'all' };
  const byRole = roles.flatMap((role) => own(rules.roles, role));
  // Many a user signs in through one application, as the Azure CLI: its id says nothing of them.
  const byApp = userId === undefined ? own(rules.apps, appId.toLowerCase()) : [];
  return { id, rights: [...byRole, ...byApp] };
}

function own(grants: AccessRules['roles'], name: string): readonly Grant[] {
  return grants !== undefined && Object.hasOwn(grants, name) ? (grants[name] ?? []) : [];
}
