// What a test may not use under lkmm, as mmcheck has it: where it would order more than the kernel's memory model does.

import { everyInstruction, type Instruction } from './instruction.ts';
import type { LitmusProgram } from './program.ts';

export interface Limit {
  readonly line: number;
  readonly what: string;
}

export function limitUnderLkmm({ processes }: LitmusProgram): Limit | undefined {
  for (const { body } of processes) {
    let isUnanswered = false;
    for (const instruction of everyInstruction(body)) {
      const { line } = instruction;
      if (isPlain(instruction))
        return { line, what: 'a plain access, with which a compiler may do more' };
      isUnanswered ||= updatesUnanswered(instruction);
      if (isUnanswered && isReadBarrier(instruction)) {
        return {
          line,
          what: 'smp_rmb() behind an atomic operation without a value, which it does not order',
        };
      }
    }
  }
  return undefined;
}

function isPlain(one: Instruction): boolean {
  return one.type === 'act' && 'order' in one.action && one.action.order === 'plain';
}

/** Its read is `noreturn` to linux-kernel.cat. */
function updatesUnanswered(one: Instruction): boolean {
  return one.type === 'act' && one.action.type === 'update' && one.action.result === undefined;
}

function isReadBarrier(one: Instruction): boolean {
  return one.type === 'act' && one.action.type === 'fence' && one.action.fence === 'smp_rmb';
}
