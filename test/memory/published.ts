// Litmus tests as the literature names them (Maranget, Sarkar & Sewell 2012; SPARC v8, appendix K; tools/memory-model of the
// kernel), each with the end that is asked for and the memory models that allow it.

import type { MemoryModel } from '../../src/language/memory-model.ts';

export interface Published {
  readonly lines: readonly string[];
  /** Values that an end has. */
  readonly asks: string;
  readonly allowed: readonly MemoryModel[];
}

const SB = ['x = 1; r0 = y', 'y = 1; r1 = x'];
const MP = ['x = 1; y = 1', 'r0 = y; r1 = x'];
const IRIW = ['x = 1', 'y = 1', 'r0 = x; r1 = y', 'r2 = y; r3 = x'];

export const PUBLISHED: Readonly<Record<string, Published>> = {
  SB: { lines: SB, asks: 'r0=0 r1=0', allowed: ['tso', 'pso', 'lkmm'] },
  'SB+mb+po': {
    lines: ['x = 1; mb; r0 = y', SB[1]],
    asks: 'r0=0 r1=0',
    allowed: ['tso', 'pso', 'lkmm'],
  },
  'SB+mbs': { lines: ['x = 1; mb; r0 = y', 'y = 1; mb; r1 = x'], asks: 'r0=0 r1=0', allowed: [] },
  'SB+wmbs': {
    lines: ['x = 1; wmb; r0 = y', 'y = 1; wmb; r1 = x'],
    asks: 'r0=0 r1=0',
    allowed: ['tso', 'pso', 'lkmm'],
  },
  'SB+rel+acq': {
    lines: ['x =rel 1; r0 =acq y', 'y =rel 1; r1 =acq x'],
    asks: 'r0=0 r1=0',
    allowed: ['tso', 'pso', 'lkmm'],
  },
  'SB+xchgs': {
    lines: ['r2 = xchg x 1; r0 = y', 'r3 = xchg y 1; r1 = x'],
    asks: 'r0=0 r1=0',
    allowed: [],
  },
  'SB+forwarding': {
    lines: ['x = 1; r2 = x; r0 = y', 'y = 1; r3 = y; r1 = x'],
    asks: 'r0=0 r1=0 r2=1 r3=1',
    allowed: ['tso', 'pso', 'lkmm'],
  },
  MP: { lines: MP, asks: 'r0=1 r1=0', allowed: ['pso', 'lkmm'] },
  'MP+wmb+po': { lines: ['x = 1; wmb; y = 1', MP[1]], asks: 'r0=1 r1=0', allowed: ['lkmm'] },
  'MP+po+rmb': {
    lines: [MP[0], 'r0 = y; rmb; r1 = x'],
    asks: 'r0=1 r1=0',
    allowed: ['pso', 'lkmm'],
  },
  'MP+wmb+rmb': {
    lines: ['x = 1; wmb; y = 1', 'r0 = y; rmb; r1 = x'],
    asks: 'r0=1 r1=0',
    allowed: [],
  },
  'MP+rel+acq': { lines: ['x = 1; y =rel 1', 'r0 =acq y; r1 = x'], asks: 'r0=1 r1=0', allowed: [] },
  S: { lines: ['x = 2; y = 1', 'r0 = y; x = 1'], asks: 'r0=1 x=2', allowed: ['pso', 'lkmm'] },
  'S+wmb+po': {
    lines: ['x = 2; wmb; y = 1', 'r0 = y; x = 1'],
    asks: 'r0=1 x=2',
    allowed: ['lkmm'],
  },
  R: {
    lines: ['x = 1; y = 1', 'y = 2; r0 = x'],
    asks: 'r0=0 y=2',
    allowed: ['tso', 'pso', 'lkmm'],
  },
  'R+mbs': { lines: ['x = 1; mb; y = 1', 'y = 2; mb; r0 = x'], asks: 'r0=0 y=2', allowed: [] },
  '2+2W': { lines: ['x = 1; y = 2', 'y = 1; x = 2'], asks: 'x=1 y=1', allowed: ['pso', 'lkmm'] },
  '2+2W+wmbs': {
    lines: ['x = 1; wmb; y = 2', 'y = 1; wmb; x = 2'],
    asks: 'x=1 y=1',
    allowed: ['lkmm'],
  },
  // The kernel's model allows it, and the machine does not reach it: every scope says so.
  LB: { lines: ['r0 = x; y = 1', 'r1 = y; x = 1'], asks: 'r0=1 r1=1', allowed: [] },
  IRIW: { lines: IRIW, asks: 'r0=1 r1=0 r2=1 r3=0', allowed: ['lkmm'] },
  CoRR: { lines: ['x = 1', 'r0 = x; r1 = x'], asks: 'r0=1 r1=0', allowed: [] },
  CoWW: { lines: ['x = 1; x = 2', 'r0 = x; r1 = x'], asks: 'r0=2 r1=1', allowed: [] },
  CoWR: { lines: ['x = 1; r0 = x', 'x = 2'], asks: 'r0=0', allowed: [] },
  WRC: {
    lines: ['x = 1', 'r0 = x; y = 1', 'r1 = y; r2 = x'],
    asks: 'r0=1 r1=1 r2=0',
    allowed: ['lkmm'],
  },
  ISA2: {
    lines: ['x = 1; y = 1', 'r0 = y; z = 1', 'r1 = z; r2 = x'],
    asks: 'r0=1 r1=1 r2=0',
    allowed: ['pso', 'lkmm'],
  },
  'S+wmb+acq': { lines: ['x = 2; wmb; y = 1', 'r0 =acq y; x = 1'], asks: 'r0=1 x=2', allowed: [] },
  'MP+po+acq': { lines: [MP[0], 'r0 =acq y; r1 = x'], asks: 'r0=1 r1=0', allowed: ['pso', 'lkmm'] },
  'WRC+rel+rmb': {
    lines: ['x = 1', 'r0 = x; y =rel 1', 'r1 = y; rmb; r2 = x'],
    asks: 'r0=1 r1=1 r2=0',
    allowed: [],
  },
  'WRC+wmb+rmb': {
    lines: ['x = 1', 'r0 = x; wmb; y = 1', 'r1 = y; rmb; r2 = x'],
    asks: 'r0=1 r1=1 r2=0',
    allowed: ['lkmm'],
  },
  'IRIW+rmbs': {
    lines: ['x = 1', 'y = 1', 'r0 = x; rmb; r1 = y', 'r2 = y; rmb; r3 = x'],
    asks: 'r0=1 r1=0 r2=1 r3=0',
    allowed: ['lkmm'],
  },
  'IRIW+mbs': {
    lines: ['x = 1', 'y = 1', 'r0 = x; mb; r1 = y', 'r2 = y; mb; r3 = x'],
    asks: 'r0=1 r1=0 r2=1 r3=0',
    allowed: [],
  },
  'ISA2+rel+acq-rel+acq': {
    lines: ['x = 1; y =rel 1', 'r0 =acq y; z =rel 1', 'r1 =acq z; r2 = x'],
    asks: 'r0=1 r1=1 r2=0',
    allowed: [],
  },
  'Z6.0+rel+acq-rel+mb': {
    lines: ['x = 1; y =rel 1', 'r0 =acq y; z =rel 1', 'z = 2; mb; r1 = x'],
    asks: 'r0=1 r1=0 z=2',
    allowed: ['lkmm'],
  },
  '2+2W+mbs': { lines: ['x = 1; mb; y = 2', 'y = 1; mb; x = 2'], asks: 'x=1 y=1', allowed: [] },
  'RMW of one word': { lines: ['r0 = xchg x 1', 'r1 = xchg x 2'], asks: 'r0=0 r1=0', allowed: [] },
};
