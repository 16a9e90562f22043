// Who may ask the page's server: what this machine's browser shows of this very page, and nothing else. The token is part
// of each path; another site that guesses a port has no token, and one that has rebound a name is told by the host that it asks
// for. What must stay true: nothing is looked up, read or run for a request that does not pass.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const HOST = '127.0.0.1';

export class AccessCheck {
  readonly #token = randomBytes(24).toString('base64url');

  /** Where the page is, once the server listens. */
  address(port: number): string {
    return `http://${HOST}:${port}/${this.#token}/`;
  }

  /** What is asked for, without the token; the status of the refusal where it is not granted. */
  pathOf({ url = '', headers, socket }: IncomingMessage): string | 403 | 404 {
    const origin = `${HOST}:${socket.localPort}`;
    if (headers.host !== origin) return 403;
    if (headers.origin !== undefined && headers.origin !== `http://${origin}`) return 403;
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
    const [, token = '', ...path] = url.split('/');
    return this.#isToken(token) ? path.join('/') : 404;
  }

  #isToken(given: string): boolean {
    const [one, other] = [given, this.#token].map((text) => Buffer.from(text));
    return one.length === other.length && timingSafeEqual(one, other);
  }
}

/** For each answer: it runs only what is served beside it, stands in no other page, and is kept nowhere. */
export const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
