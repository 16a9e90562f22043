// The makers of processes, procedures and calls that `system` hands to an author: they look at what they are given, and
// fill in defaults.

import type { Cells } from './cell.ts';
import type { Builder, Call, Helpers, ProcedureDefinition, ProcessDefinition } from './process.ts';
import { checkProcedureOptions, checkProcessOptions, nameOf } from './process-options.ts';
import { withoutNotes } from './step-notes.ts';

export function makeBuilder(cells: Cells): Builder<Cells, Helpers> {
  return {
    process: (options): ProcessDefinition => {
      checkProcessOptions(cells, options);
      return {
        type: 'process',
        count: options.count ?? 1,
        locals: options.locals ?? {},
        start: options.start,
        end: options.end ?? [],
        environment: options.environment ?? false,
        fairness: options.fairness ?? (options.environment ? 'none' : 'weak'),
        ...(options.pool === undefined ? {} : { pool: options.pool }),
        ...(options.lane === undefined ? {} : { lane: options.lane }),
        ...(options.guard === undefined ? {} : { guard: options.guard }),
        ...(options.actor === undefined ? {} : { actor: options.actor }),
        ...(options.begin === undefined ? {} : { begin: options.begin as never }),
        ...withoutNotes(nameOf(options), options),
      };
    },
    procedure: (name, options): ProcedureDefinition => {
      checkProcedureOptions(name, options);
      return {
        type: 'procedure',
        name,
        params: options.params ?? {},
        locals: options.locals ?? {},
        results: options.results ?? {},
        returns: options.returns,
        start: options.start,
        ...withoutNotes(`procedure '${name}'`, options),
      };
    },
    call: (procedure, args, returns, results): Call => ({
      type: 'call',
      procedure,
      args: args as Call['args'],
      returns,
      results: (results ?? {}) as Record<string, string>,
    }),
  } as Builder<Cells, Helpers>;
}
