// The steps of a process: one for each access, with the statement of the test as its label, and one for each branch.

import type { Instruction, LitmusProcess } from '../program/instruction.ts';
import { everyInstruction } from '../program/instruction.ts';
import { effectsOf, type Surroundings } from './effects.ts';
import { Expressions } from './expressions.ts';
import { numbered } from './names.ts';
import { quoted } from './quoted.ts';

export interface Step {
  readonly label: string;
  /** All that it does, but where it goes on. */
  readonly does: readonly string[];
  /** An expression: the label that comes after it. */
  readonly to: string;
}

export interface Steps {
  readonly start: string;
  readonly steps: readonly Step[];
}

export function stepsOf(
  { name, body }: LitmusProcess,
  { domains, newGrace }: Pick<Surroundings, 'domains' | 'newGrace'>,
): Steps {
  const steps: Step[] = [];
  const planned = plan([...everyInstruction(body)], (line) => ({
    process: name,
    domains,
    line,
    newGrace,
  }));

  /** Adds the steps of a block, the last of which lead to `next`; its first label. */
  function add(block: readonly Instruction[], next: string): string {
    return block.reduceRight((after, instruction) => addOne(instruction, after), next);
  }
  function addOne(instruction: Instruction, next: string): string {
    const own = planned.get(instruction) ?? [];
    if (instruction.type === 'branch') {
      const [then, otherwise] = [instruction.then, instruction.otherwise].map((block) =>
        quoted(add(block, next)),
      );
      const condition = new Expressions(name, domains, instruction.line).condition(
        instruction.condition,
      );
      const [{ label }] = own;
      steps.unshift({ label, does: [], to: `${condition} ? ${then} : ${otherwise}` });
      return label;
    }
    return own.reduceRight((after, step) => {
      steps.unshift({ ...step, to: quoted(after) });
      return step.label;
    }, next);
  }

  const start = add(body, 'done');
  if (steps.length > 0) return { start, steps };
  return { start: 'nothing', steps: [{ label: 'nothing', does: [], to: quoted('done') }] };
}

type Planned = Pick<Step, 'label' | 'does'>;

/** Labels in the order of the text. */
function plan(
  instructions: readonly Instruction[],
  around: (line: number) => Surroundings,
): Map<Instruction, Planned[]> {
  const all = instructions.map((one) => ({
    one,
    effects: one.type === 'branch' ? [[]] : effectsOf(one.action, around(one.line)),
  }));
  const labels = numbered(all.flatMap(({ one, effects }) => effects.map(() => one.text)));
  return new Map(
    all.map(({ one, effects }) => [
      one,
      effects.map((does) => ({ label: labels.shift() ?? '', does })),
    ]),
  );
}
