// Generated code that looks a step up (recalled.ts). It is made by how many words there are and what else there is to a row,
// and which words those are is told afterwards: V8 compiles it once for all steps that are alike in that.

import { CODED, type Recalled, type RecallForm, UNKNOWN } from './recalled.ts';
import { BLOCKED, type Look, possibleLabels, type Run } from './step-code.ts';

/** 2^32 divided by the golden ratio: Knuth, The Art of Computer Programming, 6.4. */
const MULTIPLIER = 0x9e3779b1;

/** `lefts` are the counters of looks at moves, by what a row begins with. */
type Make = (recalled: Recalled, lefts: readonly Int32Array[], ...words: readonly number[]) => Run;

const made = new Map<string, Make>();

export function recallCode(recalled: Recalled): Run {
  const { form } = recalled;
  const { keys, results } = form;
  const alike = [keys.length, results.length, form.chooses, form.looks].join(' ');
  const make = made.get(alike) ?? generate(form);
  made.set(alike, make);
  return make(recalled, leftsOf(recalled), ...keys.flat(), ...results.flat());
}

/** By what a row begins with. */
function leftsOf({ form, step: { code, onlooker } }: Recalled): Int32Array[] {
  const lefts: Int32Array[] = [];
  if (form.looks !== 'moves') return lefts;
  const { move } = onlooker as { move: (to: string) => Look };
  lefts[CODED + BLOCKED] = move('blocked').left;
  for (const to of possibleLabels(code)) lefts[CODED + code.label.targets[to].code] = move(to).left;
  return lefts;
}

function generate(form: RecallForm): Make {
  const { chooses, looks, width } = form;
  const at = (offset: number): string => `rows[row + ${offset}]`;
  const key = (k: number): string => at(form.keyAt + k);
  const words = [
    ...form.keys.map((_, k) => `keyWord${k}, keyMask${k}`),
    ...form.results.map((_, k) => `word${k}, mask${k}`),
  ];
  const differ = [
    '0',
    ...form.keys.map((_, k) => `(${key(k)} ^ key${k})`),
    ...(chooses ? [`(${at(form.scriptAt)} ^ script)`] : []),
  ];
  const mixed = [
    chooses ? 'script' : '0',
    ...form.keys.map((_, k) => `Math.imul(key${k}, ${MULTIPLIER + 2 * k})`),
  ];
  const body = `return function make(recalled, lefts, ${words.join(', ')}) {
    const { state, chooser } = recalled;
    const { sampler, onlooker } = recalled.step;
    const before = onlooker && onlooker.before.left;
    return function recall() {
      const { rows } = recalled;
      const script = ${chooses ? 'chooser.script' : '0'};
      ${form.keys.map((_, k) => `const key${k} = state[keyWord${k}] & keyMask${k};`).join('\n')}
      let h = ${mixed.join(' ^ ')};
      h = Math.imul(h ^ (h >>> 15), ${MULTIPLIER});
      const found = (h ^ (h >>> 16)) & recalled.mask;
      const row = found * ${width};
      const known = rows[row];
      recalled.calls++;
      if (known === ${UNKNOWN} || (${differ.join(' | ')}) !== 0 || sampler.left <= 1) {
        return recalled.execute(row, script);
      }
      ${looks === 'none' ? '' : 'if (before[0] <= 1) return recalled.execute(row, script);'}
      ${
        looks === 'moves'
          ? `const changed = ${at(form.changedAt)};
            const left = lefts[known];
            if (left[changed] <= 1) return recalled.execute(row, script);
            left[changed]--;`
          : ''
      }
      ${looks === 'none' ? '' : 'before[0]--;'}
      sampler.left--;
      ${form.results.map((_, k) => `state[word${k}] = (state[word${k}] & ~mask${k}) | ${at(form.resultAt + k)};`).join('\n')}
      ${chooses ? `chooser.recalled(${at(form.choicesAt)}, recalled.chosen[found]);` : ''}
      return known - ${CODED};
    };
  }`;
  return new Function(body)() as Make;
}
