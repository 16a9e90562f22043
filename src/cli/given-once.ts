// An option that takes one value and is given twice would silently keep the last; so would two options that say the same
// thing, such as --reduction and --no-reduction.

import type { Command, Option } from 'commander';
import { UsageError } from '../base/errors.ts';

/** Refuses, while the words are read, what contradicts itself in any command of a program. */
export function refuseGivenTwice(program: Command): void {
  for (const command of program.commands) {
    const given = new Map<string, string>();
    for (const option of command.options) {
      const flag = option.long ?? option.flags;
      command.on(`option:${option.name()}`, () => {
        const before = given.get(option.attributeName());
        given.set(option.attributeName(), flag);
        if (before === undefined || (before === flag && mayRepeat(command, option))) return;
        const twice =
          before === flag ? `${flag} is given twice` : `${before} and ${flag} exclude each other`;
        throw new UsageError(`${twice}; keep one of them`);
      });
    }
  }
}

/** One that takes no value says the same again; one that takes several gathers them. */
function mayRepeat(command: Command, option: Option): boolean {
  const takesValue = option.required || option.optional;
  const gathers = option.variadic || Array.isArray(command.getOptionValue(option.attributeName()));
  return !takesValue || gathers;
}
