/** One version of a secret; times are epoch milliseconds. */
export interface SecretVersion {
  readonly name: string;
  readonly version: string;
  readonly value: string;
  readonly contentType?: string | undefined;
  readonly createdMs: number;
  readonly expiresMs?: number | undefined;
  /** PEM of the certificate whose key and chain this secret holds. */
  readonly certificate?: string | undefined;
  enabled: boolean;
  updatedMs: number;
}

export interface SecretOptions {
  readonly contentType?: string;
  readonly expiresMs?: number;
  /** Left out: true. */
  readonly enabled?: boolean;
}

/** The vault's content: names without regard to case, as in Azure, each with its versions. */
export class Vault {
  readonly #versions = new Map<string, SecretVersion[]>();
  readonly #now: () => number;
  readonly #newVersion: () => string;

  constructor(now: () => number, newVersion: () => string) {
    this.#now = now;
    this.#newVersion = newVersion;
  }

  /** Adds a version, which is the current one from now on; gives its 32 hexadecimal digits. */
  setSecret(name: string, value: string, options: SecretOptions = {}): string {
    return this.#add(name, { value, ...options });
  }

  /** Adds a version of a certificate with its exportable key: what Key Vault also serves as a secret in PEM. */
  setCertificate(name: string, { key, cert }: { readonly key: string; readonly cert: string }): string {
    return this.#add(name, { value: key + cert, certificate: cert, contentType: 'application/x-pem-file' });
  }

  /** Enables or disables one version, or all of the name; throws when there is none. */
  setEnabled(name: string, enabled: boolean, version?: string): void {
    const all = this.#versions.get(name.toLowerCase()) ?? [];
    const some = all.filter((one) => version === undefined || one.version === version);
    if (some.length === 0) throw new Error(`The vault holds no ${name} ${version ?? ''}`.trimEnd());
    for (const one of some) Object.assign(one, { enabled, updatedMs: this.#now() });
  }

  deleteSecret(name: string): void {
    this.#versions.delete(name.toLowerCase());
  }

  /** The version asked for, or the newest. */
  find(name: string, version = ''): SecretVersion | undefined {
    const versions = this.#versions.get(name.toLowerCase()) ?? [];
    return version === '' ? versions.at(-1) : versions.find((one) => one.version === version);
  }

  #add(name: string, given: Pick<SecretVersion, 'value' | 'certificate'> & SecretOptions): string {
    const version = this.#newVersion();
    const nowMs = this.#now();
    const added = { name, version, enabled: true, createdMs: nowMs, updatedMs: nowMs, ...given };
    const key = name.toLowerCase();
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), added]);
    return version;
  }
}
