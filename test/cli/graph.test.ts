// `mmcheck graph`: small graphs wholly, larger ones in groups, in formats that others read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmcheck, project, TINY } from './mmcheck.ts';

describe('graph', () => {
  test('DOT on stdout, the counterexample in red', async () => {
    const { code, stdout } = await mmcheck(['graph', 'counter.ts']);
    expect(stdout).toMatch(/^digraph/);
    expect(stdout).toContain('task0 at read');
    expect(stdout).toContain('#c01c28');
    expect(code).toBe(0);
  });

  test('letters whose width Graphviz does not know: no word of it', async () => {
    const cwd = project({ 'größe.ts': TINY.replaceAll('flag', 'größe') });
    const { code, stderr } = await mmcheck(['graph', 'größe.ts', '--svg', 'x.svg'], { cwd });
    expect(stderr).toBe('');
    expect(readFileSync(join(cwd, 'x.svg'), 'utf8')).toContain('größe = true');
    expect(code).toBe(0);
  });

  test('in groups, with a cap that says what it leaves out', async () => {
    const words = ['graph', 'counter.ts', '--by', 'count', '--max-nodes', '2', '--format', 'aut'];
    const { code, stdout, stderr } = await mmcheck(words);
    expect(stdout).toMatch(/^des \(0, \d+, 2\)\n/);
    expect(stderr).toMatch(
      /^mmcheck: not shown: 1 node of \d states?, and \d edges?; --max-nodes N/,
    );
    expect(code).toBe(0);
  });

  test('whose groups or format are none', async () => {
    const none = await mmcheck(['graph', 'counter.ts', '--by', 'cuont']);
    expect(none.stderr).toContain("there is no cell 'cuont'");
    const both = await mmcheck(['graph', 'counter.ts', '--by', 'labels', 'count']);
    expect(both.stderr).toContain('not both');
    const ending = await mmcheck(['graph', 'counter.ts', '--out', 'graph.txt']);
    expect(ending.stderr).toContain('the ending of graph.txt is none of dot, graphml, aut');
    expect([none.code, both.code, ending.code]).toEqual([2, 2, 2]);
  });

  test('too large a graph is refused', async () => {
    const { code, stderr } = await mmcheck(['graph', 'counter.ts', '--max-states', '3']);
    expect(stderr).toContain('raise --max-states');
    expect(code).toBe(2);
  });
});
