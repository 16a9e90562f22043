// `watch`: a file that is saved is checked again, and Ctrl-C ends it.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WatchedFolders } from '../../src/cli/watched-folders.ts';
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

describe('a file is heard of', () => {
  const hearing = async (act: (folder: string) => void | Promise<void>) => {
    const folder = project({ 'a.ts': '1', 'deep/b.ts': '1' });
    const heard: (string | undefined)[] = [];
    const watched = new WatchedFolders([{ folder, recursive: true }], (file) => heard.push(file));
    await act(folder);
    await later(100);
    watched.close();
    return heard.map((file) => file?.slice(folder.length + 1));
  };
  const saveByRename = (folder: string, name: string) => {
    writeFileSync(join(folder, '.part'), '2');
    renameSync(join(folder, '.part'), join(folder, name));
  };

  it.each(['a.ts', 'deep/b.ts'])(
    '%s, each time it is saved by a rename, or in place',
    async (name) => {
      for (let times = 1; times < 4; times++) {
        const heard = await hearing(async (folder) => {
          for (let k = 1; k < times; k++) saveByRename(folder, name);
          await later(50);
          writeFileSync(join(folder, 'mark'), '');
          await later(50);
          writeFileSync(join(folder, name), 'in place');
        });
        expect(heard.slice(heard.indexOf('mark'))).toContain(name);
      }
    },
  );
  it('in a folder that was made meanwhile', async () => {
    const heard = await hearing(async (folder) => {
      mkdirSync(join(folder, 'new'));
      await later(50);
      writeFileSync(join(folder, 'new/c.ts'), '');
    });
    expect(heard).toContain('new/c.ts');
  });
});

it('does not check again because of what the check writes', async () => {
  const cwd = project({ 'tiny.ts': TINY });
  const words = ['--trace', 't.json', '--report', 'json=r.json', '--report=ctrf=c.json'];
  const { stderr, stdout } = await mmcheck(['watch', 'tiny.ts', '--', ...words], {
    cwd,
    meanwhile(child) {
      child.stdout!.once('data', () => void later(1500).then(() => child.kill('SIGINT')));
    },
  });
  expect(stdout).toContain('tiny');
  expect(stderr).not.toContain('was saved');
});
