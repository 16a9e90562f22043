// Where the queue is: the URL of a Redis. What must stay true: no message shows the URL as it was typed, for there may be a
// password in it.

import { UsageError } from '../base/errors.ts';

export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** As messages name it: without the user and the password. */
  readonly shown: string;
}

/** As redis-cli has it; unlike a URL it is in no list of processes. */
export const PASSWORD_VARIABLE = 'REDISCLI_AUTH';

const PORT = 6379;
const PROTOCOLS = ['redis:', 'rediss:'];
const HINT =
  'an address is redis://HOST, redis://HOST:PORT, redis://USER:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS';

export function queueAddress(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): QueueAddress {
  const url = parsed(text);
  const database = /^\/(\d{1,5})?$/.exec(url.pathname || '/');
  if (!PROTOCOLS.includes(url.protocol) || url.hostname === '')
    throw refused('it is none of Redis');
  if (!database) throw refused('what stands behind the host is no number of a database');
  if (url.search !== '' || url.hash !== '') throw refused('there is something behind the address');
  const { hostname, protocol } = url;
  const port = url.port === '' ? PORT : Number(url.port);
  if (port === 0) throw refused(BAD_PORT);
  const db = Number(database[1] ?? 0);
  const username = decoded(url.username);
  const password = decoded(url.password) || env[PASSWORD_VARIABLE] || '';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    db,
    tls: protocol === 'rediss:',
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    shown: `${protocol}//${hostname}:${port}${db === 0 ? '' : `/${db}`}`,
  };
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refused(NO_PORT.test(text) ? BAD_PORT : 'it is no URL');
  }
}

const BAD_PORT = 'what stands behind the host is no port from 1 to 65535';
/** A host, `:` and what is no port of a URL; never shown, for it may be a password whose host was forgotten. */
const NO_PORT = /^rediss?:\/\/(?:[^@]*@)?(?:\[[^\]]*\]|[^:@/[\]]+):[^@]+$/;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('a % in the user or the password is written as %25');
  }
}

function refused(why: string): UsageError {
  return new UsageError(`--queue: ${why}; ${HINT}`);
}
