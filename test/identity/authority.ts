import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { Events, OAuth2Server } from 'oauth2-mock-server';
import type { KeyAndCertificate } from '../../local/certificates.ts';

/** A token request's form, as the foreign authority parsed it. */
export type Form = Readonly<Record<string, string | undefined>>;

/** An authority that nobody of this project wrote. */
export interface ForeignAuthority {
  readonly url: URL;
  /** All token requests, oldest first. */
  readonly requests: readonly Form[];
  /** The only client secret that is taken from now on; undefined: whatever comes is. */
  readonly takeOnly: (secret: string | undefined) => void;
  /** Checks a token by the keys that the authority publishes. */
  readonly verify: (token: string) => Promise<JWTPayload>;
  readonly close: () => Promise<void>;
}

/** Starts oauth2-mock-server over HTTPS, its endpoints where Entra has them; it refuses a wrong secret as Entra does. */
export async function startForeignAuthority(
  tenantId: string,
  tls: KeyAndCertificate,
): Promise<ForeignAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'foreign-authority-'));
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  await Promise.all([writeFile(files.key, tls.key), writeFile(files.cert, tls.cert)]);
  const server = new OAuth2Server(files.key, files.cert, {
    endpoints: {
      wellKnownDocument: `/${tenantId}/v2.0/.well-known/openid-configuration`,
      token: `/${tenantId}/oauth2/v2.0/token`,
    },
  });
  await server.issuer.keys.generate('RS256');
  await server.start(0, 'localhost');
  const requests: Form[] = [];
  let taken: string | undefined;
  server.service.on(Events.BeforeResponse, (response: Mutable, { body }: { readonly body: Form }) => {
    requests.push(body);
    if (taken === undefined || body['client_secret'] === taken) return;
    response.statusCode = 401;
    response.body = {
      error: 'invalid_client',
      error_codes: [7000215],
      error_description: 'AADSTS7000215: Invalid client secret.',
    };
  });
  const keys = () => createLocalJWKSet({ keys: server.issuer.keys.toJSON() });
  return {
    url: new URL(server.issuer.url ?? ''),
    requests,
    takeOnly: (secret) => {
      taken = secret;
    },
    verify: async (token) => (await jwtVerify(token, keys())).payload,
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

interface Mutable {
  statusCode: number;
  body: unknown;
}
