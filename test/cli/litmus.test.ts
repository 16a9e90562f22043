// `mmcheck litmus`: one test in the words of herd, several as a table, and what is said of a file that is not run.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type Ended, mmcheck as mmcheckIn } from './mmcheck.ts';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples', import.meta.url));
const mmcheck = (words: readonly string[]): Promise<Ended> => mmcheckIn(words, { cwd: EXAMPLES });

const folder = mkdtempSync(join(tmpdir(), 'litmus-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const small = (name: string, end: string, result = '') =>
  written(
    `${name}.litmus`,
    `C ${name}\n(* ${result} *)\n{}\nP0(int *x) { r0 = READ_ONCE(*x); }\nP1(int *x) { WRITE_ONCE(*x, 1); }\n${end}\n`,
  );

const ASKED = `C asked
(* Result: Never *)
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1); }
P1(int *x, int *y) { int r0; r0 = READ_ONCE(*y); if (r0) WRITE_ONCE(*x, 1); }
exists (1:r0=1 /\\ x=2)
`;

describe('litmus', () => {
  test('one test, as herd prints it', async () => {
    const { code, stdout, stderr } = await mmcheck(['litmus', 'litmus/message.litmus']);
    expect(stdout).toBe(
      [
        'Test message Allowed',
        'States 2',
        '1:found=box; 1:seen=7;',
        '1:found=empty; 1:seen=0;',
        'No',
        'Witnesses',
        'Positive: 0 Negative: 2',
        'Condition exists (1:found=box /\\ 1:seen=0)',
        'Observation message Never 0 2',
        'Result Never under sc: as the file says',
        '',
      ].join('\n'),
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  test('a folder, as a table; what is not supported', async () => {
    const { code, stdout } = await mmcheck(['litmus', 'litmus']);
    expect(stdout).toMatch(/^doors +Never +Sometimes +0 +3 +shows less$/m);
    expect(stdout).toMatch(/^message +Never +Never +0 +2$/m);
    expect(stdout).toContain("litmus/waiting.litmus:7: not supported: 'while'\n");
    expect(stdout).toContain(
      '3 litmus tests under sc: 1 as their files say, 1 show less than the kernel allows, 1 not supported\n',
    );
    expect(code).toBe(3);
  });

  test('conditions of each kind', async () => {
    const ends = async (file: string) => (await mmcheck(['litmus', file])).stdout.split('\n');
    expect(await ends(small('never', '~exists (0:r0=2)'))).toEqual([
      'Test never Forbidden',
      'States 2',
      '0:r0=0;',
      '0:r0=1;',
      'Ok',
      'Witnesses',
      'Positive: 2 Negative: 0',
      'Condition ~exists (0:r0=2)',
      'Observation never Never 0 2',
      'Under sc; --memory-model takes another',
      '',
    ]);
    const forall = await ends(small('all', 'filter (0:r0=1) forall (x=1)'));
    expect(forall.slice(0, 4)).toEqual(['Test all Required', 'States 1', 'x=1;', 'Ok']);
    expect(forall).toContain('Observation all Always 1 0');
  });

  test('a result that is not so, a file that is no test, one that is not there', async () => {
    const wrong = await mmcheck(['litmus', small('wrong', 'exists (0:r0=1)', 'Result: Never')]);
    expect(wrong.stdout).toContain('Result Sometimes under sc: the file says Never');
    const broken = await mmcheck(['litmus', written('broken.litmus', 'C broken\n{}\nP0( {')]);
    expect(broken.stdout).toMatch(/broken.litmus:3: expected a type, not '\{'/);
    const missing = await mmcheck(['litmus', 'litmus/masage.litmus']);
    expect(missing.stderr).toContain("did you mean 'litmus/message.litmus'?");
    const empty = await mmcheck(['litmus', 'specs']);
    expect(empty.stderr).toContain('there is no file *.litmus in specs');
    expect([wrong, broken, missing, empty].map(({ code }) => code)).toEqual([1, 2, 2, 2]);
  });

  test('runs that wait for ever, and where no run ends', async () => {
    const locked = (name: string, body: string, end: string) =>
      written(
        `waits/${name}.litmus`,
        `C waits\n(* Result: Never *)\n{}\nP0(spinlock_t *s) { spin_lock(s); ${body} }\nP1(int *x) { r0 = READ_ONCE(*x); }\n${end}\n`,
      );
    mkdirSync(join(folder, 'waits'));
    const none = await mmcheck(['litmus', locked('none', 'spin_lock(s);', 'exists (1:r0=1)')]);
    expect(none.stdout).not.toContain('as the file says');
    expect(none.stdout).toContain('Under sc; --memory-model takes another');
    expect(none.stdout).toContain(
      'Warning: no run ends, so that nothing is observed: for ever waits P0 at spin_lock(s)',
    );
    const unknown = await mmcheck([
      'litmus',
      locked('some', 'spin_unlock(s);', 'exists (1:r0=0 /\\ xx=1)'),
    ]);
    expect(unknown.stdout).toContain(
      "Warning: only the condition names xx, which is always 0; did you mean 'x'?",
    );
    const both = await mmcheck(['litmus', join(folder, 'waits')]);
    expect(both.stdout).toMatch(/^waits \(.*none.litmus\) .*no run ends$/m);
    expect(both.stdout).toMatch(/^.*none.litmus: Warning: no run ends/m);
    const model = await mmcheck(['litmus', 'counter.ts']);
    expect(model.stdout).toContain(
      "counter.ts:1: it is no litmus test, which begins with 'C NAME'",
    );
    expect([none, unknown, both, model].map(({ code }) => code)).toEqual([3, 0, 3, 2]);
  });

  test('under other memory models', async () => {
    const under = async (model: string, name: string) =>
      mmcheck(['litmus', '--memory-model', model, `litmus/${name}.litmus`]);
    const doors = await under('tso', 'doors');
    expect(doors.stdout).toContain('Result Sometimes under tso: as the file says');
    // The address that is found is a dependency.
    const message = await under('lkmm', 'message');
    expect(message.stdout).toContain('Result Never under lkmm: as the file says');
    // That it is asked for is one, too, in the kernel; here it orders nothing.
    const asked = written('asked.litmus', ASKED);
    const control = await mmcheck(['litmus', '--memory-model', 'lkmm', asked]);
    expect(control.stdout).toContain('Result Sometimes under lkmm, which orders less');
    expect([doors.code, message.code, control.code]).toEqual([0, 0, 3]);
  });

  test('as JSON, and as the text of a model', async () => {
    const json = await mmcheck(['litmus', 'litmus/doors.litmus', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 1,
      memoryModel: 'sc',
      tests: [
        {
          type: 'verdict',
          name: 'doors',
          observation: 'Never',
          expected: 'Sometimes',
          agreement: 'shows-less',
          states: [{ values: { '0:seen': 0, '1:seen': 1 }, holds: false, finals: 1 }, {}, {}],
        },
      ],
    });
    const made = await mmcheck(['litmus', 'litmus/doors.litmus', '--model']);
    const file = written('doors.ts', made.stdout);
    const listed = await mmcheck(['outcomes', file, '--show', 'P0.seen', 'P1.seen']);
    expect(listed.stdout).toContain('3 outcomes in 3 final states');
    expect([json.code, made.code, listed.code]).toEqual([0, 0, 0]);
  });
});
