// `watch`: a file that is saved is checked again, and Ctrl-C ends it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

it('checks again when a file that the model is made of is saved', async () => {
  const spec = tinySpec("{ set: {}, expect: { off: 'violated' } }");
  const cwd = project({ 'models/tiny.ts': TINY, 'specs/tiny.ts': spec });
  let checks = 0;
  const { code, stdout, stderr } = await mmcheck(['watch', 'models/tiny.ts'], {
    cwd,
    meanwhile(child) {
      child.stdout!.on('data', (data) => {
        checks += String(data).match(/ off +(?:violated|holds) /g)?.length ?? 0;
        if (String(data).includes('holds')) child.kill('SIGINT');
        else if (checks === 1) {
          writeFileSync(join(cwd, 'models/tiny.ts'), TINY.replace('= true', '= false'));
        }
      });
    },
  });
  expect(code).toBe(0);
  expect(stderr).toContain('tiny.ts was saved');
  expect(stdout).toMatch(/off +violated in 1 step/);
  expect(stdout).toMatch(/off +holds/);
});
