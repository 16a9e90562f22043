// What a step touches, form by form.

import { describe, expect, it } from 'vitest';
import { touched } from './support.ts';

describe('what a step touches', () => {
  it.for<[string, string[]]>([
    // Scalars and arrays
    ['({ seq }) => { seq.value }', ['r seq']],
    ['({ seq }) => { seq.value = 1 }', ['w seq']],
    ['({ seq }) => { seq.value += 1 }', ['r seq', 'w seq']],
    ['({ seq }) => { seq.value ||= 1 }', ['r seq', 'w seq']],
    ["({ seq }) => { seq['value']++ }", ['r seq', 'w seq']],
    ['({ seq: s }) => { s.value = 1 }', ['w seq']],
    ['({ free }) => free[0] > 0', ['r free[constant 0]']],
    ['({ free }) => { free[0] = free[1] }', ['r free[constant 1]', 'w free[constant 0]']],
    ['({ free }) => { --free[2] }', ['r free[constant 2]', 'w free[constant 2]']],
    ['({ free }) => free.length', []],
    ['({ free }) => free?.[0]', ['r free[constant 0]']],
    ['({ free }) => { free[free[0]] = 1 }', ['r free[constant 0]', 'w free[any]']],
    ['({ grid }) => { grid[0][1] = 1 }', ['w grid[constant 0][constant 1]']],
    // Whole arrays of values
    ['({ free }) => [...free]', ['r free']],
    ['({ free }) => Math.max(...free)', ['r free']],
    ['({ free }) => free.some((n) => n > 0)', ['r free']],
    ['({ free }) => free.reduce((a, b) => a + b)', ['r free']],
    ['({ free }) => { free.fill(0) }', ['w free']],
    ['({ free }) => { const [a, b] = free; return a + b }', ['r free']],
    ['({ free }) => { for (const n of free) if (n) return n }', ['r free[any]']],
    [
      '({ free, grid }) => { for (free[0] of grid[1]) {} }',
      ['r grid[constant 1][any]', 'w free[constant 0]'],
    ],
    ['({ grid }) => grid.every((row) => row.includes(1))', ['r grid[any]']],
    ['({ free }) => { for (const [k, n] of free.entries()) if (k) return n }', ['r free']],
    ['({ free }) => { const c = free.slice(); c[0] = 2 }', ['r free']],
    // Records and tables
    ['({ zone }) => zone.count', ['r zone.count']],
    ['({ zone }) => { zone.inner.a = true }', ['w zone.inner.a']],
    ['({ zone }) => { zone.lists[1]++ }', ['r zone.lists[constant 1]', 'w zone.lists[constant 1]']],
    ["({ pages }) => { pages[0]['state'] = 'used' }", ['w pages[constant 0].state']],
    ["({ pages }) => pages[0].state.startsWith('f')", ['r pages[constant 0].state']],
    ['({ zone, me }) => { zone.inner[f()] = true }', ['w zone.inner']],
    [
      '({ pages }) => { pages[1].holders.add(2) }',
      ['r pages[constant 1].holders', 'w pages[constant 1].holders'],
    ],
    // Sets, lists, primitives
    ['({ held }) => held.has(1) && !held.isEmpty', ['r held']],
    ['({ held }) => { held.delete(1) }', ['r held', 'w held']],
    ['({ held }) => { held.clear() }', ['w held']],
    ['({ held, choose }) => choose(held.values())', ['r held']],
    ['({ queue }) => queue.length + queue.first + queue.at(1)', ['r queue']],
    ['({ queue, me }) => { me.i = queue.shift() }', ['r queue', 'w me.i', 'w queue']],
    ['({ lock, me }) => lock.isFree(me)', ['r lock']],
    ["({ lock, me }) => lock.acquire(me) ? 'a' : 'blocked'", ['r lock', 'w lock']],
    ['({ lock }) => lock.owner', ['r lock.owner']],
    // Locals
    ['({ me }) => { me.i++ }', ['r me.i', 'w me.i']],
    ['({ me }) => me.id + me.self', []],
    ['({ me }) => { const { i, zone: z } = me; return i + z }', ['r me.i', 'r me.zone']],
    ['({ me }) => { me.pending.add(1) }', ['r me.pending', 'w me.pending']],
    ['({ me }) => { me.slots[me.i] = 1 }', ['r me.i', 'w me.slots']],
    // Names for parts of the state
    [
      '({ pages }) => { const p = pages[1]; p.ref = p.ref + 1 }',
      ['r pages[constant 1].ref', 'w pages[constant 1].ref'],
    ],
    ['({ pages }) => { const { state } = pages[1]; return state }', ['r pages[constant 1].state']],
    [
      '({ pages }) => { const all = pages; const p = all[0]; const h = p.holders; h.clear() }',
      ['w pages[constant 0].holders'],
    ],
    ['({ pages }) => { for (const p of pages) p.ref = 0 }', ['w pages[any].ref']],
    ['({ pages }) => { for (const { ref } of pages) if (ref) return ref }', ['r pages[any].ref']],
    ["({ pages }) => pages.some((p) => p.state === 'free')", ['r pages[any].state']],
    ["({ pages }) => pages.every(({ state }) => state === 'free')", ['r pages[any].state']],
    ['({ pages }) => { pages.forEach((p, k, all) => { all[k].ref = 1 }) }', ['w pages[any].ref']],
    ['({ pages }) => pages.filter((p) => p.ref).length', ['r pages[any].ref']],
    [
      '({ pages }) => { pages.filter((p) => p.ref)[0].ref = 0 }',
      ['r pages[any].ref', 'w pages[any].ref'],
    ],
    [
      '({ pages }) => { const p = pages.find((p) => p.ref); if (p) p.ref = 0 }',
      ['r pages[any].ref', 'w pages[any].ref'],
    ],
    ['({ pages }) => pages.find((p) => p.ref) === undefined', ['r pages[any].ref']],
    [
      '({ pages }) => { const p = (pages?.find)((p) => p.ref); p.ref = 0 }',
      ['r pages[any].ref', 'w pages[any].ref'],
    ],
    [
      '({ pages }) => { const f = () => { p.ref = 1 }; const p = pages[0]; f() }',
      ['w pages[constant 0].ref'],
    ],
    ['({ free }) => { const f = free.fill(0); f[1] = 2 }', ['w free', 'w free[constant 1]']],
    // Views handed to plain functions
    ['({ free }) => touch(free)', ['r free', 'w free']],
    ['({ seq }) => touch(seq)', ['r seq', 'w seq']],
    ['({ pages }) => touch(pages[1])', ['r pages[constant 1]', 'w pages[constant 1]']],
    ['({ free }) => (0, lib.touch)(free)', ['r free', 'w free']],
    ['({ free }) => free.some(Boolean)', ['r free', 'w free']],
    // Order of evaluation and odd targets
    ['({ free }) => { [free[0], free[1]] = [1, 2] }', ['w free[constant 0]', 'w free[constant 1]']],
    [
      '({ free }) => { ({ a: free[0], ...free[1] } = f()) }',
      ['w free[constant 0]', 'w free[constant 1]'],
    ],
    ['({ free, seq }) => { [free[0] = seq.value] = [] }', ['r seq', 'w free[constant 0]']],
    ['({ free }) => (f(), free[0])', ['r free[constant 0]']],
    ['({ free }) => tag`${free[0]}`', ['r free[constant 0]']],
    ['({ free }) => { for (const k in f()) free[k] = 1 }', ['w free[any]']],
    [
      '({ free }) => { out: for (;;) { free[1]++; break out } }',
      ['r free[constant 1]', 'w free[constant 1]'],
    ],
    [
      '({ free }) => f((x = free[0]) => { free[1] = x })',
      ['r free[constant 0]', 'w free[constant 1]'],
    ],
  ])('%s', ([step, expected]) => {
    expect(touched(step)).toEqual(expected);
  });
});
