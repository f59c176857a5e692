import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

/** The RSA keys of one tenant: the newest signs (RS256), all that are not withdrawn are published. */
export class SigningKeys {
  readonly #keys: SigningKey[] = [];
  #made = 0;

  static async create(): Promise<SigningKeys> {
    const keys = new SigningKeys();
    await keys.rotate();
    return keys;
  }

  /** Signs with a new key from now on; older ones stay published, as in Entra, unless they are withdrawn. */
  async rotate(older: 'keep-older' | 'withdraw-older' = 'keep-older'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    this.#made += 1;
    const kid = `local-${this.#made}`;
    if (older === 'withdraw-older') this.#keys.length = 0;
    // Entra publishes no `alg`: a verifier that needs one must fail here too.
    this.#keys.unshift({ kid, privateKey, published: { ...(await exportJWK(publicKey)), kid, use: 'sig' } });
  }

  /** What the tenant publishes, newest first. */
  readonly jwks = (): JSONWebKeySet => ({ keys: this.#keys.map(({ published }) => published) });

  async sign(claims: JWTPayload): Promise<string> {
    const [newest] = this.#keys;
    if (newest === undefined) throw new Error('A tenant always has a signing key.');
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: newest.kid })
      .sign(newest.privateKey);
  }
}
