// One search by several threads, as a user sees it: the same report to the last byte but time, memory and threads; and what
// comes of a helper that dies, that hangs, or that has another model.

import { describe, expect, test } from 'vitest';
import { type Ended, mmcheck, project, type RunOptions } from './mmcheck.ts';

/** Four wheels of 26 positions: 456,976 states. `turn` is done before a wheel turns. */
const wheels = (turn = '', top = ''): string => `
import { threadId } from 'node:worker_threads';
import { array, defineModel, defineProperties, system, upTo } from 'mmcheck';
/** The thread of a helper: the first is that of the command, the second that of the search. */
const helps = threadId >= 2;
${top}
const wheels = defineModel('wheels', {
  system: () =>
    system({ wheel: array(4, upTo(25)) }, ({ process }) => ({
      turner: process({
        count: 4,
        start: 'turn',
        steps: {
          turn: ({ wheel, me }) => {
            ${turn}
            wheel[me.id] = (wheel[me.id] + 1) % 26;
            return 'turn';
          },
        },
      }),
    })),
});
export default wheels;
export const properties = defineProperties(wheels, ({ invariant, alwaysPossible, deadlock }) => ({
  early: invariant('', ({ wheel }) => wheel[0] + wheel[1] < 49),
  low: invariant('', ({ wheel }) => wheel[0] + wheel[1] + wheel[2] + wheel[3] < 99),
  high: invariant('', ({ wheel }) => wheel[0] <= 25),
  home: alwaysPossible('', ({ wheel }) => wheel[0] === 0),
  moves: deadlock(''),
}));
`;

async function check(source: string, words: readonly string[], options: RunOptions = {}) {
  const cwd = project({ 'wheels.ts': source });
  const all = ['check', 'wheels.ts', '--no-reduction', '--format', 'json', ...words];
  return mmcheck(all, { cwd, ...options });
}

/** What depends neither on the machine nor on the text of the model; and by how many threads. */
function said({ stdout, code }: Ended) {
  const text = (key: string, value: unknown) => (key === 'fingerprint' ? undefined : value);
  const { statistics, ...rest } = JSON.parse(stdout, text);
  const { seconds: _, peakMemoryBytes: __, workers, ...counts } = statistics;
  return { workers, said: { ...rest, counts, code } };
}

describe('the same report', () => {
  test.each([2, 4])(
    '%i threads',
    async (workers) => {
      const alone = said(await check(wheels(), ['--workers', '1']));
      let together = said(await check(wheels(), ['--workers', `${workers}`]));
      // On a busy machine helpers may come too late.
      for (let k = 0; k < 5 && together.workers === 1; k++) {
        expect(together.said).toEqual(alone.said);
        together = said(await check(wheels(), ['--workers', `${workers}`]));
      }
      expect(together.said).toEqual(alone.said);
      expect([alone.workers, together.workers]).toEqual([1, workers]);
    },
    180_000,
  );

  test('of a helper that ends in a step, and of one that never comes back from it', async () => {
    const alone = said(await check(wheels(), ['--workers', '1']));
    const sum = 'wheel[0] + wheel[1] + wheel[2]';
    for (const turn of ['exit();', 'for (;;) {}']) {
      const source = wheels(`if (helps && ${sum} > 30) ${turn}`, 'const { exit } = process;');
      const together = said(await check(source, ['--workers', '2']));
      expect(together.said).toEqual(alone.said);
    }
  }, 180_000);

  test('of a helper that cannot load the model', async () => {
    const alone = said(await check(wheels(), ['--workers', '1']));
    const source = wheels('', "if (helps) throw new Error('not here');");
    const { workers, said: found } = said(await check(source, ['--workers', '2']));
    expect(found).toEqual(alone.said);
    expect(workers).toBe(1);
  }, 180_000);
});

test('a model that is another one in another thread is refused', async () => {
  const source = wheels('if (helps && wheel[0] % 2 === 1) wheel[1] = 0;');
  let ended = await check(source, ['--workers', '2']);
  // On a busy machine a helper may come too late, and then nothing has gone wrong.
  for (let k = 0; k < 5 && ended.stdout !== '' && said(ended).workers === 1; k++) {
    ended = await check(source, ['--workers', '2']);
  }
  expect(ended.stderr + ended.stdout).toContain('did something else in another thread');
}, 180_000);

test('a mistake of the model is told with the step and the run, whoever comes upon it', async () => {
  const source = wheels('if (wheel[0] + wheel[1] + wheel[2] > 40) wheel[3] = 99;');
  const [alone, together] = [
    await check(source, ['--workers', '1']),
    await check(source, ['--workers', '2']),
  ];
  const told = ({ stdout, stderr, code }: Ended) => ({ stdout, stderr, code });
  expect(told(together)).toEqual(told(alone));
  expect(alone.stderr).toContain("process 'turner0', step 'turn'");
}, 180_000);

test('Ctrl-C and a limit of memory end it with what is known', async () => {
  const large = wheels().replace('upTo(25)', 'upTo(200)').replace('% 26', '% 201');
  const interrupted = await check(large, ['--workers', '2'], {
    meanwhile: (child) => {
      setTimeout(() => child.kill('SIGINT'), 15_000);
    },
  });
  expect(interrupted.code).toBe(130);
  expect(JSON.parse(interrupted.stdout).limit.reached).toBe('interrupted');
  const full = await check(large, ['--workers', '2', '--memory', '8M']);
  const alone = await check(large, ['--workers', '1', '--memory', '8M']);
  expect(said(full).said).toEqual(said(alone).said);
  expect(JSON.parse(full.stdout).limit.reached).toBe('memory');
}, 180_000);
