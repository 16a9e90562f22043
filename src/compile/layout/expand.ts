// Expansion: a process with its procedure calls unfolded into one flat list of labels.
//
// A call site gets its own copy of the procedure's labels (`slow/read`), so that what a process can still touch is
// known from its label alone. Frames are fields of the process, one for each procedure within each frame that calls
// it: call sites of one procedure in one frame are never active together. Recursion would need an unbounded stack and
// is refused.

import { ModelError } from '../../base/errors.ts';
import {
  type AnyStep,
  type Call,
  type Locals,
  type Notes,
  type ProcedureDefinition,
  type ProcessDefinition,
  RESERVED_LABELS,
} from '../../language/process.ts';
import { notesOf } from '../../language/step-notes.ts';

/** The locals of a process or of an active procedure. */
export interface Frame {
  /** '' for the process itself; else the procedures on the way, `get_page/walk`. */
  readonly name: string;
  readonly locals: Locals;
  /** The kernel's own recursion is refused, so the procedures on the way are enough. */
  readonly procedure?: ProcedureDefinition;
}

/** Where control goes, and what happens to frames on the way. */
export interface Target {
  readonly code: number;
  /** Frames that end here, innermost first, with what the caller gets of their results. */
  readonly leaves: readonly {
    readonly frame: Frame;
    readonly caller: Frame;
    readonly results: Readonly<Record<string, string>>;
  }[];
}

export interface FlatLabel extends Notes {
  /** `read`, or `slow/read` within a call. */
  readonly name: string;
  readonly code: number;
  readonly frame: Frame;
  /** The frames that are active at the label: the process itself first, `frame` last. */
  readonly active: readonly Frame[];
  readonly step: AnyStep | Call;
  /** For a call, the frame that it enters and the label at which the procedure starts. */
  readonly enters?: { readonly frame: Frame; readonly code: number };
  /** From what the step may return to where that leads; 'blocked' is not among them. */
  readonly targets: Readonly<Record<string, Target>>;
}

export interface FlatProcess {
  readonly labels: readonly FlatLabel[];
  readonly frames: readonly Frame[];
  readonly start: number;
  /** The code of 'done'. */
  readonly done: number;
}

type Body = Pick<ProcedureDefinition, 'steps' | 'start' | keyof Notes> &
  Pick<ProcessDefinition, 'routes'>;
/** A piece of code in the place where it is called. */
interface Site {
  readonly prefix: string;
  readonly frame: Frame;
  readonly body: Body;
  readonly call?: { readonly call: Call; readonly caller: Site };
}

export function expandProcess(name: string, definition: ProcessDefinition): FlatProcess {
  const frames = new Map<string, Frame>();
  const root: Frame = { name: '', locals: definition.locals };
  frames.set('', root);
  const entries: { site: Site; label: string; step: AnyStep | Call }[] = [];
  const codes = new Map<string, number>();

  const visit = (site: Site): void => {
    checkBody(name, site);
    for (const [label, step] of Object.entries(site.body.steps)) {
      codes.set(site.prefix + label, entries.length);
      entries.push({ site, label, step });
      if (typeof step !== 'function') visit(calledSite(name, site, label, step, frames));
    }
  };
  visit({ prefix: '', frame: root, body: definition });

  const done = entries.length;
  const labels = entries.map(({ site, label, step }, code): FlatLabel => {
    const entered = typeof step === 'function' ? {} : { enters: entrance(site, label, step) };
    return {
      name: site.prefix + label,
      code,
      frame: site.frame,
      active: activeAt(site),
      step,
      ...entered,
      targets: targetsOf(site, label),
      ...notesOf(site.body, label),
    };
  });
  const start = codes.get(definition.start) as number;
  return { labels, frames: [...frames.values()], start, done };

  function entrance(site: Site, label: string, step: Call): { frame: Frame; code: number } {
    const frame = frames.get(frameName(site.frame, step.procedure)) as Frame;
    return { frame, code: codes.get(`${site.prefix}${label}/${step.procedure.start}`) as number };
  }

  /** What each label that a step of the site may return means there. */
  function targetsOf(site: Site, label: string): Record<string, Target> {
    const own = Object.keys(site.body.steps);
    const returns = site.frame.procedure?.returns ?? [];
    const targets = [...own, ...returns, ...(site.call ? [] : ['done'])].map(
      (to) => [to, resolve(site, to)] as const,
    );
    const following = own[own.indexOf(label) + 1];
    const next = following === undefined ? [] : [['next', resolve(site, following)] as const];
    const routed = Object.entries(site.body.routes?.[label] ?? {}).map(
      ([from, to]) => [from, resolve(site, to)] as const,
    );
    return Object.fromEntries([...targets, ...next, ...routed]);
  }

  function resolve(site: Site, label: string): Target {
    const code = codes.get(site.prefix + label);
    if (code !== undefined && Object.hasOwn(site.body.steps, label)) return { code, leaves: [] };
    if (!site.call) return { code: done, leaves: [] };
    const { call, caller } = site.call;
    const outer = resolve(caller, call.returns[label]);
    const left = { frame: site.frame, caller: caller.frame, results: call.results };
    return { code: outer.code, leaves: [left, ...outer.leaves] };
  }
}

function activeAt({ frame, call }: Site): Frame[] {
  return call ? [...activeAt(call.caller), frame] : [frame];
}

function frameName(outer: Frame, procedure: ProcedureDefinition): string {
  return outer.name === '' ? procedure.name : `${outer.name}/${procedure.name}`;
}

function calledSite(
  process: string,
  caller: Site,
  label: string,
  call: Call,
  frames: Map<string, Frame>,
): Site {
  const { procedure } = call;
  const place = { process, step: caller.prefix + label };
  for (let at: Site | undefined = caller; at; at = at.call?.caller) {
    if (at.frame.procedure === procedure) {
      throw new ModelError(
        `procedure '${procedure.name}' calls itself; write the repetition as a loop of labels`,
        place,
      );
    }
  }
  const name = frameName(caller.frame, procedure);
  const known = frames.get(name);
  if (known && known.procedure !== procedure) {
    throw new ModelError(`two procedures are called '${procedure.name}'; rename one`, place);
  }
  const frame = known ?? {
    name,
    locals: { ...procedure.params, ...procedure.locals, ...procedure.results },
    procedure,
  };
  frames.set(name, frame);
  checkCall(caller, call, place);
  return {
    prefix: `${caller.prefix}${label}/`,
    frame,
    body: procedure,
    call: { call, caller },
  };
}

/** Labels that JavaScript would reorder, that mean something else, or that do not exist. */
function checkBody(process: string, { body, frame }: Site): void {
  // The error names the process itself.
  const where = frame.procedure ? `procedure '${frame.procedure.name}': ` : '';
  const labels = Object.keys(body.steps);
  if (labels.length === 0) throw new ModelError(`${where}there are no steps`, { process });
  for (const label of labels) {
    if (/^\d+$/.test(label)) {
      throw new ModelError(
        `${where}label '${label}' is a number, and JavaScript would move it to the front; name it`,
        { process },
      );
    }
    if (RESERVED_LABELS.includes(label) || label.includes('/')) {
      throw new ModelError(
        `${where}'${label}' cannot be a label; 'blocked', 'done', 'next' and '/' have a meaning`,
        { process },
      );
    }
    if (frame.procedure?.returns.includes(label)) {
      throw new ModelError(`${where}'${label}' is both a label and a return`, { process });
    }
  }
  const noted = [body.at, body.thread, body.atomic].flatMap((notes) => Object.keys(notes ?? {}));
  for (const label of [body.start, ...noted]) {
    if (!labels.includes(label)) {
      throw new ModelError(
        `${where}there is no label '${label}'; its labels: ${labels.join(', ')}`,
        { process },
      );
    }
  }
}

function checkCall(caller: Site, call: Call, place: { process: string; step: string }): void {
  const { procedure } = call;
  for (const label of procedure.returns) {
    const to = call.returns[label];
    const returns = caller.frame.procedure?.returns ?? [];
    const known = [...Object.keys(caller.body.steps), ...returns, ...(caller.call ? [] : ['done'])];
    if (!known.includes(to)) {
      throw new ModelError(
        `call of '${procedure.name}': '${label}' returns to '${String(to)}', which is none of ${known.join(', ')}`,
        place,
      );
    }
  }
  for (const [result, local] of Object.entries(call.results)) {
    if (!Object.hasOwn(procedure.results, result) || !Object.hasOwn(caller.frame.locals, local)) {
      throw new ModelError(
        `call of '${procedure.name}': result '${result}' cannot go to local '${local}'; one of them does not exist`,
        place,
      );
    }
  }
}
