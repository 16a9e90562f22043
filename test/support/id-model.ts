// Models that do much with ids, put together from source text by hand-made and random tests of symmetry reduction
// (id-statements.ts).

import * as mmcheck from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

export interface IdModel {
  readonly nodes?: number;
  readonly tasks?: number;
  /**
   * Statements of the worker's steps, one list a step; `me.on` is set by a first step of its own.
   */
  readonly steps: readonly (readonly string[])[];
  /** In place of the cells' plain initial values, by cell. */
  readonly cells?: Readonly<Record<string, string>>;
  readonly begin?: string;
  readonly initial?: string;
  readonly guard?: string;
  /** A procedure that is called after the steps: its locals, and what it does. */
  readonly procedure?: { readonly locals: string; readonly code: string };
  readonly properties?: readonly string[];
}

const CELLS: Readonly<Record<string, string>> = {
  owner: 'cell(orNone(node))',
  by: 'cell(orNone(anyProcess))',
  next: 'array(node, orNone(node))',
  state: 'array(node, upTo(2))',
  mem: 'set(node)',
  bag: 'array(node, set(node))',
  q: 'list(2, node)',
  held: 'array(task, orNone(node))',
  n: 'cell(upTo(3))',
  times: 'perProcess(upTo(2))',
  lock: 'primitive({ holder: orNone(anyProcess) }, LOCK)',
};

/** What a piece of code names: names that stand in it as words. */
function patternOf(code: string, more: readonly string[] = []): string {
  const names = [...Object.keys(CELLS), 'me', 'choose', 'assert', 'marked', 'least', ...more];
  return `{ ${names.filter((name) => new RegExp(`(?<!\\w)(?<![^.]\\.)${name}\\b`).test(code)).join(', ')} }`;
}

const PROPERTY_NAMES = ['worker', 'helper_thread'];

export function sourceOf(model: IdModel): string {
  const {
    nodes = 3,
    tasks = 2,
    steps,
    cells,
    begin,
    initial,
    guard,
    procedure,
    properties = [],
  } = model;
  const labels = ['pick', ...steps.map((_, k) => `s${k}`), ...(procedure ? ['called'] : [])];
  const bodies = [['me.on = choose(node.ids);'], ...steps].map((statements, k) => {
    // Two of them may declare the same name.
    const code =
      statements.length === 1 ? statements[0] : statements.map((one) => `{ ${one} }`).join('\n');
    return `${labels[k]}: (${patternOf(code)}) => { ${code}\n return '${labels[k + 1] ?? 'pick'}'; },`;
  });
  const claims = properties.map((code, k) => `p${k}: make.${code},`);
  return `
    const node = kind('node', ${nodes});
    const task = kind('task', ${tasks});
    const HOT = node.ids[${nodes - 1}];
    const isHot = (x) => x === HOT;
    const isSame = (x, y) => x === y;
    const put = (seen, x) => { seen.push(x); };
    const drop = (f) => { delete f.a; };
    const bump = (f) => { f.last = 1; };
    const third = (x, y, z) => z;
    const firstOf = function () { return arguments[0]; };
    const rest = [];
    const LOCK = {
      take: { pure: false, run(who) { if (this.holder !== none) return false; this.holder = who.self; return true; } },
      drop: { pure: false, run(who) { if (this.holder === who.self) this.holder = none; } },
      rob: { pure: false, run(who) { if (this.holder !== none && this.holder >= who.self) return false; this.holder = who.self; return true; } },
    };
    const model = defineModel('ids', { system: () => system({
      ${Object.entries({ ...CELLS, ...cells })
        .map(([name, cell]) => `${name}: ${cell},`)
        .join('\n')}
    }, {
      marked: ({ state }, x) => x !== none && state[x] > 0,
      least: ({ state }) => state[0],
    }, ({ process, procedure, call }) => { ${procedureSource(procedure)} return ({
      worker: process({
        count: task, start: 'pick',
        locals: { on: orNone(node), k: upTo(2), peer: orNone(task) },
        ${begin === undefined ? '' : `begin: ${begin},`}
        ${guard === undefined ? '' : `guard: (${patternOf(guard)}) => ${guard},`}
        steps: { ${bodies.join('\n')} ${procedure ? "called: call(sub, () => ({}), { ok: 'pick' })," : ''} },
      }),
      helper_thread: process({ count: 2, start: 'go', steps: { go: ({ by, me }) => { by.value = me.self; return 'done'; } } }),
    }); }${initial === undefined ? '' : `, (${patternOf(initial)}) => { ${initial} }`}) });
    const properties = (make) => ({ ${claims.join('\n')} });
    return { model, properties };`;
}

function procedureSource(given: IdModel['procedure']): string {
  if (!given) return '';
  const { locals, code } = given;
  const steps = `a: (${patternOf(code)}) => { ${code} return 'ok'; }`;
  return `const sub = procedure('sub', { locals: ${locals}, returns: ['ok'], start: 'a', steps: { ${steps} } });`;
}

export interface LoadedIdModel {
  readonly definition: SystemDefinition;
  readonly properties: Properties;
  readonly source: string;
}

export function loadIdModel(given: IdModel): LoadedIdModel {
  const source = sourceOf(given);
  const names = Object.keys(mmcheck);
  const load = new Function(...names, source);
  const { model, properties } = load(...Object.values(mmcheck)) as {
    model: ModelDefinition;
    properties: (make: unknown) => Properties;
  };
  const loaded = mmcheck.defineProperties(model as never, properties as never);
  return { definition: model.system({}), properties: loaded.properties({}), source };
}

/** A claim over cells and processes, as source. */
export function claim(kind: 'invariant' | 'unreachable' | 'reachable', code: string): string {
  return `${kind}('', (${patternOf(code, PROPERTY_NAMES)}) => ${code})`;
}
