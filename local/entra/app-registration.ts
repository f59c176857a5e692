import { X509Certificate } from 'node:crypto';
import type { Principal } from './token-issuer.ts';

/** Trust in tokens of another issuer, in place of a secret: all three must match to the letter. */
export interface FederatedCredential {
  readonly issuer: string;
  /** For a managed identity: its object id. */
  readonly subject: string;
  readonly audience: string;
}

export interface AppRegistrationOptions extends Omit<Principal, 'roles'> {
  readonly secrets?: readonly string[];
  /** PEM. */
  readonly certificates?: readonly string[];
  readonly federatedCredentials?: readonly FederatedCredential[];
  /** App roles granted, by resource. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
}

/** An application of the tenant; its credentials can be exchanged while the stand-in runs. */
export class AppRegistration {
  readonly clientId: string;
  readonly objectId: string;
  groups: readonly string[];
  readonly #roles: Readonly<Record<string, readonly string[]>>;
  readonly #secretExpiry = new Map<string, number>();
  readonly #certificates: X509Certificate[] = [];
  readonly #federated: FederatedCredential[] = [];

  constructor(options: AppRegistrationOptions) {
    this.clientId = options.clientId;
    this.objectId = options.objectId;
    this.groups = options.groups ?? [];
    this.#roles = options.roles ?? {};
    for (const secret of options.secrets ?? []) this.addSecret(secret);
    for (const certificate of options.certificates ?? []) this.addCertificate(certificate);
    for (const credential of options.federatedCredentials ?? []) this.addFederatedCredential(credential);
  }

  principalFor(resource: string): Principal {
    return {
      clientId: this.clientId,
      objectId: this.objectId,
      groups: this.groups,
      roles: this.#roles[resource] ?? [],
    };
  }

  addSecret(secret: string, expiresAtMs = Infinity): void {
    this.#secretExpiry.set(secret, expiresAtMs);
  }

  removeSecret(secret: string): void {
    this.#secretExpiry.delete(secret);
  }

  stateOfSecret(secret: string, nowMs: number): 'valid' | 'expired' | 'unknown' {
    const expiresAtMs = this.#secretExpiry.get(secret);
    if (expiresAtMs === undefined) return 'unknown';
    return nowMs < expiresAtMs ? 'valid' : 'expired';
  }

  addCertificate(pem: string): void {
    this.#certificates.push(new X509Certificate(pem));
  }

  /** By thumbprint in hexadecimal without colons, SHA-1 or SHA-256. */
  findCertificate(thumbprint: string): X509Certificate | undefined {
    const wanted = thumbprint.toUpperCase();
    return this.#certificates.find(({ fingerprint, fingerprint256 }) =>
      [fingerprint, fingerprint256].some((print) => print.replaceAll(':', '') === wanted),
    );
  }

  addFederatedCredential(credential: FederatedCredential): void {
    this.#federated.push(credential);
  }

  get federatedCredentials(): readonly FederatedCredential[] {
    return this.#federated;
  }
}
