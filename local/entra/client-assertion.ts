import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { AppRegistration } from './app-registration.ts';
import { Refusal } from './refusal.ts';

export interface AssertionContext {
  /** What a client may put into `aud` of an assertion of its own: the token endpoint or the issuer. */
  readonly audiences: readonly string[];
  /** The issuer whose tokens federated credentials can trust, with its keys: this tenant. */
  readonly issuer: string;
  readonly jwks: () => JSONWebKeySet;
  readonly nowMs: number;
}

// Entra's five minutes: MSAL rounds its clock, so that `nbf` of a new assertion can lie half a second ahead.
const CLOCK_TOLERANCE_SECONDS = 300;

/** Accepts a JWT that the client signed with the key of a registered certificate, or a token that it is federated with. */
export async function verifyAssertion(
  app: AppRegistration,
  assertion: string,
  context: AssertionContext,
): Promise<void> {
  const claims = decode(assertion);
  if (claims.iss === app.clientId) await verifySelfSigned(app, assertion, context);
  else await verifyFederated(app, assertion, claims, context);
}

function decode(assertion: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new Refusal(50027);
  }
}

/** RFC 7523 with Entra's demands: issuer and subject are the client, the header names the certificate's thumbprint. */
async function verifySelfSigned(
  app: AppRegistration,
  assertion: string,
  { audiences, nowMs }: AssertionContext,
): Promise<void> {
  await jwtVerify(assertion, certificateKey(app, nowMs), {
    algorithms: ['PS256', 'RS256'],
    audience: [...audiences],
    issuer: app.clientId,
    subject: app.clientId,
    requiredClaims: ['exp'],
    currentDate: new Date(nowMs),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  }).catch(refuse);
}

function certificateKey(app: AppRegistration, nowMs: number): JWTVerifyGetKey {
  return (header) => {
    const encoded = header['x5t#S256'] ?? header.x5t;
    const thumbprint = typeof encoded === 'string' ? Buffer.from(encoded, 'base64url').toString('hex') : '';
    const certificate = app.findCertificate(thumbprint);
    if (certificate === undefined) throw new Refusal(700027, 'no certificate has this thumbprint');
    if (nowMs > certificate.validToDate.getTime()) throw new Refusal(700027, 'the certificate is expired');
    return certificate.publicKey;
  };
}

async function verifyFederated(
  app: AppRegistration,
  assertion: string,
  claims: ReturnType<typeof decodeJwt>,
  { issuer, jwks, nowMs }: AssertionContext,
): Promise<void> {
  const sameIssuer = app.federatedCredentials.filter((credential) => credential.issuer === claims.iss);
  if (sameIssuer.length === 0 || claims.iss !== issuer) throw new Refusal(700211, String(claims.iss));
  const sameSubject = sameIssuer.filter(({ subject }) => subject === claims.sub);
  if (sameSubject.length === 0) throw new Refusal(700213, String(claims.sub));
  if (!sameSubject.some(({ audience }) => audience === claims.aud))
    throw new Refusal(700212, String(claims.aud));
  await jwtVerify(assertion, createLocalJWKSet(jwks()), {
    algorithms: ['RS256'],
    requiredClaims: ['exp'],
    currentDate: new Date(nowMs),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  }).catch(refuse);
}

function refuse(error: unknown): never {
  if (!(error instanceof errors.JOSEError)) throw error;
  if (error instanceof errors.JWTExpired) throw new Refusal(700024);
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') throw new Refusal(700023);
    if (error.claim === 'nbf' || error.claim === 'exp') throw new Refusal(700024);
  }
  throw new Refusal(700027, error.message);
}
