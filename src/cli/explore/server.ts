// The server of the page: its three files, and questions as JSON. It listens on the loopback address only.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ExitCode } from '../exit-code.ts';
import { explanationOf } from '../explain.ts';
import { AccessCheck, HEADERS, HOST } from './access-check.ts';

/** Answers by their names; the input is whatever the page sent. */
export type Questions = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

interface Asset {
  readonly type: string;
  readonly text: string;
}

/** A trace of a long run has some MiB. */
const MOST_BYTES = 64 * 2 ** 20;

export interface Listening {
  readonly address: string;
  close(): void;
}

export async function listen(questions: Questions): Promise<Listening> {
  const access = new AccessCheck();
  const files = assets();
  const server = createServer((request, response) => {
    answer(request, response, access, files, questions).catch((error: unknown) => {
      const { message, status } = explanationOf(error);
      send(response, status === ExitCode.internal ? 500 : 422, { error: message });
    });
  });
  const port = await portOf(server);
  return { address: access.address(port), close: () => close(server) };
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => resolve((server.address() as { port: number }).port));
  });
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: AccessCheck,
  files: ReadonlyMap<string, Asset>,
  questions: Questions,
): Promise<void> {
  const path = access.pathOf(request);
  if (typeof path === 'number') return send(response, path, { error: 'refused' });
  const file = files.get(path);
  if (request.method === 'GET' && file) {
    response.writeHead(200, { ...HEADERS, 'content-type': file.type }).end(file.text);
    return;
  }
  if (!Object.hasOwn(questions, path))
    return send(response, 404, { error: 'there is no such thing' });
  if (request.method !== 'POST') return send(response, 405, { error: 'ask by POST' });
  // What other sites can send without asking first is no JSON.
  if (request.headers['content-type'] !== 'application/json') {
    return send(response, 415, { error: 'ask in JSON' });
  }
  const text = await bodyOf(request);
  const input = text === undefined ? undefined : parsed(text);
  if (input === undefined)
    return send(response, 400, { error: 'that is no JSON, or too much of it' });
  send(response, 200, await questions[path](input));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was made with the package's code, in a folder beside it. */
function assets(): ReadonlyMap<string, Asset> {
  const text = (name: string): string =>
    readFileSync(fileURLToPath(new URL(`../page/${name}`, import.meta.url)), 'utf8');
  const asset = (type: string, ...names: string[]): Asset => ({
    type: `text/${type}; charset=utf-8`,
    text: names.map(text).join(''),
  });
  return new Map([
    ['', asset('html', 'explore.html')],
    ['explore.js', asset('javascript', 'explore.js')],
    ['explore.css', asset('css', 'theme.css', 'explore.css')],
  ]);
}
