// Which barriers a model needs, as text: a line for each ordering of memory, then the run that each that is needed keeps away; or
// the places where one that the model lacks would repair it.

import type { OrderSite } from '../../language/memory-model.ts';
import type { MemoryOrder } from '../../language/method.ts';
import type {
  BarrierNeed,
  BarrierReport,
  BarrierStep,
  Repair,
  Tried,
} from '../../outcome/barriers.ts';
import { counted, showParameters } from './show-value.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { table } from './table.ts';
import { printable, wrap } from './width.ts';

export function barriersText(found: BarrierReport, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const blocks = [
    wrap(`${printable(found.model)} ${showParameters(found.parameters)}`, columns, 2).map(
      style.strong,
    ),
    wrap(verdictWords(found), columns, 2),
    found.limit === undefined ? [] : wrap(found.limit.message, columns, 2).map(style.doubtful),
    found.needs.length > 0 ? needLines(found.needs, columns, style) : [],
    ...found.needs.map((need) => runLines(need)),
    repairLines(found.repairs ?? [], columns, style),
    found.scope.flatMap((line) => wrap(line, columns, 2)).map(style.faint),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function verdictWords({
  outcome,
  violated,
  memoryModel,
  needs,
  underSc,
  repairs,
  checks,
}: BarrierReport): string {
  const looked = `${counted(checks, 'check')}`;
  if (outcome === 'holds') {
    if (needs.length === 0) {
      return `All properties hold under ${memoryModel}, and no step that was come to has a barrier, an acquire or a release.`;
    }
    return `All properties hold under ${memoryModel}. Each ordering was weakened by itself (${looked}):`;
  }
  if (outcome !== 'violated') return `Nothing is decided under ${memoryModel}: ${outcome}.`;
  const what = `Violated under ${memoryModel}: ${violated.join(', ')}`;
  if (underSc === 'violated') return `${what}; and under sc, too: no barrier repairs that.`;
  if (underSc !== 'holds') return `${what}; what is so under sc was not decided.`;
  // Before a step it would be one moment with it: barriers.ts.
  const barrier = memoryModel === 'lkmm' ? 'smp_wmb(), smp_rmb()' : 'barrier';
  return repairs?.length === 0
    ? `${what}. All hold under sc, and no single ${barrier}, acquire or release repairs it (${looked}).`
    : `${what}. All hold under sc. Each of these repairs it by itself (${looked}):`;
}

function needLines(needs: readonly BarrierNeed[], columns: number, style: Style): string[] {
  const paint = { needed: style.strong, unneeded: style.doubtful, unknown: style.doubtful };
  const asIs = (text: string): string => text;
  const column = (heading: string, textOf: (need: BarrierNeed) => string) => ({
    heading,
    cells: needs.map((need) => ({ text: printable(textOf(need)), paint: asIs })),
  });
  const verdicts = {
    heading: 'verdict',
    cells: needs.map((need) => ({ text: printable(needWords(need)), paint: paint[need.need] })),
  };
  return [
    ...table(
      [
        column('step', ({ site }) => stepText(site)),
        column('ordering', ({ site }) => site.call ?? ''),
        verdicts,
      ],
      2,
      columns,
      style,
    ).lines,
  ];
}

function needWords({ need, enough, tried: [none] }: BarrierNeed): string {
  if (need === 'unneeded') return 'not needed at these bounds';
  if (need === 'unknown') return `not decided: ${none.outcome}`;
  const without = `needed for ${none.violated.join(', ')}`;
  return enough === undefined ? without : `${without}; smp_${enough}() is enough`;
}

function runLines({ site, tried: [none] }: BarrierNeed): string[] {
  if (none.run === undefined) return [];
  return [
    printable(`Without ${stepText(site)}: ${site.call}, ${none.violated[0]} is violated:`),
    ...runOf(none.run),
  ];
}

function runOf(run: NonNullable<Tried['run']>): string[] {
  const width = String(run.length).length;
  return run.map((step, k) => `  ${String(k + 1).padStart(width)} ${printable(stepWords(step))}`);
}

function stepWords({ name, label, chosen }: BarrierStep): string {
  return `${name}: ${label}${chosen.length === 0 ? '' : ` (${chosen.join(', ')})`}`;
}

function repairLines(repairs: readonly Repair[], columns: number, style: Style): string[] {
  if (repairs.length === 0) return [];
  const asIs = (text: string): string => text;
  const column = (heading: string, textOf: (repair: Repair) => string) => ({
    heading,
    cells: repairs.map((repair) => ({ text: printable(textOf(repair)), paint: asIs })),
  });
  return [
    ...table(
      [column('step', ({ site }) => stepText(site)), column('repair', repairWords)],
      2,
      columns,
      style,
    ).lines,
  ];
}

const METHODS: Partial<Record<MemoryOrder, string>> = {
  acquire: 'readAcquire()',
  release: 'setRelease()',
};

function repairWords({ site, order }: Repair): string {
  const made = METHODS[order] ?? `smp_${order}()`;
  return site.call === undefined ? `${made} before it` : `${made} for ${site.call}`;
}

function stepText({ process, step }: OrderSite): string {
  return `${process}: ${step}`;
}
