// The server of `mmcheck explore`: it answers its own page and refuses all others, before it does anything.

import { request } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mmcheck, project, TINY } from '../cli/mmcheck.ts';
import { type Explorer, explorer } from './explorer.ts';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');
const FIRST = { set: { irqs: 'on', pages: '1' }, way: { initial: 0, moves: [] }, from: 0 };

let running: Explorer;
beforeAll(async () => {
  running = await explorer(['pcp-drain.ts', '--set', 'irqs=on'], EXAMPLES);
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** As it is given: fetch() would put its own host and origin there, and resolve the path. */
function ask({ path, method = 'POST', headers = {}, body = '' }: Asked): Promise<Answer> {
  const { hostname, port, pathname } = new URL(running.address);
  const json = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: path ?? pathname, headers: { ...json, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (data) => (text += data));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const own = (name: string): string => new URL(running.address).pathname + name;
const question = (name: string, input: unknown): Asked => ({
  path: own(name),
  body: JSON.stringify(input),
});

describe('refused', () => {
  test.each<[string, () => Asked, number]>([
    ['without the token', () => ({ path: '/along', body: JSON.stringify(FIRST) }), 404],
    ['the page without the token', () => ({ path: '/', method: 'GET' }), 404],
    [
      'with another token',
      () => ({ path: `/${'A'.repeat(32)}/along`, body: JSON.stringify(FIRST) }),
      404,
    ],
    ['with a part of the token', () => ({ path: own('along').slice(0, 20), method: 'GET' }), 404],
    [
      'from another origin',
      () => ({ ...question('along', FIRST), headers: { origin: 'http://evil.example' } }),
      403,
    ],
    [
      'from a page without origin',
      () => ({ ...question('along', FIRST), headers: { origin: 'null' } }),
      403,
    ],
    [
      'by another name of this machine',
      () => ({ ...question('along', FIRST), headers: { host: 'evil.example' } }),
      403,
    ],
    [
      'as another site',
      () => ({ ...question('along', FIRST), headers: { 'sec-fetch-site': 'cross-site' } }),
      403,
    ],
    ['a path outside', () => ({ path: own('../../../etc/passwd'), method: 'GET' }), 404],
    [
      'an encoded path outside',
      () => ({ path: own('%2e%2e/%2e%2e/package.json'), method: 'GET' }),
      404,
    ],
    ['a file beside the page', () => ({ path: own('site.js'), method: 'GET' }), 404],
    ['what every object has', () => question('constructor', {}), 404],
    ['a question by GET', () => ({ path: own('open'), method: 'GET' }), 405],
    [
      'what a form can send',
      () => ({ ...question('along', FIRST), headers: { 'content-type': 'text/plain' } }),
      415,
    ],
    ['no JSON', () => ({ path: own('along'), body: '{' }), 400],
    ['half a question', () => question('along', { set: {} }), 422],
    [
      'a way that is none',
      () =>
        question('along', { ...FIRST, way: { initial: 0, moves: [{ instance: -1, choice: 0 }] } }),
      422,
    ],
  ])('%s', async (_, asked, status) => {
    const answer = await ask(asked());
    expect(answer.status).toBe(status);
    expect(Object.keys(JSON.parse(answer.text))).toEqual(['error']);
  });

  test('a step that cannot be taken, in words', async () => {
    const way = { initial: 0, moves: [{ instance: 99, choice: 0 }] };
    const { status, text } = await ask(question('along', { ...FIRST, way }));
    expect(status).toBe(422);
    expect(JSON.parse(text).error).toBe('no such step can be taken after step 0');
  });
});

test('only this machine hears it', () => {
  expect(new URL(running.address).hostname).toBe('127.0.0.1');
});

test('each answer forbids what the page does not need', async () => {
  const { status, headers, text } = await ask({ method: 'GET' });
  expect(status).toBe(200);
  expect(text).toContain('<script src="explore.js" defer>');
  const policy = String(headers['content-security-policy']);
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

test('a step is answered with what it changes and what can come next', async () => {
  const { text } = await ask(question('along', FIRST));
  const [{ options, cells, processes, step }] = JSON.parse(text);
  expect(step).toBeUndefined();
  expect(cells).toContainEqual(['pcp', 1]);
  expect(processes.map(({ name, is }: { name: string; is: string }) => [name, is])).toContainEqual([
    'handler',
    'ended',
  ]);
  const way = { initial: 0, moves: [options[0].move] };
  const began = performance.now();
  const next = await ask(question('along', { ...FIRST, way, from: 1 }));
  expect(performance.now() - began).toBeLessThan(1000);
  expect(JSON.parse(next.text)[0].step).toMatchObject({ label: options[0].label });
});

test('a step that never returns is named, and the next question is answered', async () => {
  const spins = TINY.replace('flag.value = true;', 'flag.value = true; while (flag.value) {}');
  const { address } = await explorer(['tiny.ts'], project({ 'tiny.ts': spins }));
  const at = (name: string, input: unknown) => {
    const body = JSON.stringify(input);
    const headers = { 'content-type': 'application/json' };
    return fetch(address + name, { method: 'POST', headers, body });
  };
  const first = { set: {}, way: { initial: 0, moves: [] }, from: 0 };
  // The thread that has made the system is another one's to watch each time.
  expect((await at('open', { set: {} })).status).toBe(200);
  const { error } = (await (await at('along', first)).json()) as { error: string };
  expect(error).toContain("process 'setter', step 'set'");
  expect(error).toContain('does not return');
  expect((await at('open', { set: {} })).status).toBe(200);
}, 60_000);

test('a check is stopped without the walk, and says what it has found', async () => {
  const { address } = await explorer(
    ['zonelist-rebuild', '--set', 'tasks=2', 'zones=3', 'nodes=2'],
    EXAMPLES,
  );
  const at = async (name: string, input: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(address + name, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    });
    return answer.json() as Promise<Record<string, unknown>>;
  };
  const set = { tasks: '2', zones: '3', nodes: '2' };
  const checked = at('check', { set });
  await expect.poll(() => at('progress', {}), { timeout: 30_000 }).not.toEqual({ states: 0 });
  expect(await at('check', { set })).toEqual({ error: 'another check is running; stop it first' });
  expect(await at('along', { set, way: { initial: 0, moves: [] }, from: 0 })).toHaveLength(1);
  await at('stop', {});
  expect(await checked).toMatchObject({ limit: { reached: 'interrupted' } });
}, 120_000);

test('Ctrl-C ends it; a mistake in the call is said at once', async () => {
  const { end } = await explorer(['counter.ts'], EXAMPLES);
  expect(await end('SIGINT')).toBe(0);
  for (const words of [['nothing.ts'], ['counter.ts', '--set', 'n=1'], ['nothing.json']]) {
    const { code, stdout, stderr } = await mmcheck(['explore', ...words], { cwd: EXAMPLES });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^mmcheck: .*\n$/);
    expect(code).toBe(2);
  }
});
