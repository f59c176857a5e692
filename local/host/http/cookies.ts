interface Nullable<T> {
  readonly value: T;
}

/** A cookie as the library hands it to the host (RpcHttpCookie). */
export interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: Nullable<string>;
  readonly path?: Nullable<string>;
  readonly expires?: Nullable<{ readonly seconds: number }>;
  readonly secure?: Nullable<boolean>;
  readonly httpOnly?: Nullable<boolean>;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  readonly maxAge?: Nullable<number>;
}

/** A `Set-Cookie` value as ASP.NET writes it: the value escaped, the path `/` when left out. */
export function formatCookie(cookie: RpcCookie): string {
  const { expires, maxAge, domain, sameSite = 'none' } = cookie;
  const parts = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    expires && `expires=${new Date(expires.value.seconds * 1000).toUTCString()}`,
    maxAge && `max-age=${Math.trunc(maxAge.value)}`,
    domain && `domain=${domain.value}`,
    `path=${cookie.path?.value ?? '/'}`,
    cookie.secure?.value === true && 'secure',
    sameSite !== 'none' && `samesite=${sameSite === 'explicitNone' ? 'none' : sameSite}`,
    cookie.httpOnly?.value === true && 'httponly',
  ];
  return parts.filter((part) => typeof part === 'string').join('; ');
}
