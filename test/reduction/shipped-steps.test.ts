// The steps of the shipped models, as they are and with one wrong token each, judged by the analysis of
// ids and by trying: see interchangeable-bodies.test.ts.

import { expect, test } from 'vitest';
import { distinguishedKinds } from '../support/step-bodies/analysed.ts';
import { Random } from '../support/step-bodies/random.ts';
import { type ShippedStep, shippedSystems } from '../support/step-bodies/shipped-steps.ts';
import { mistyped } from '../support/step-bodies/typos.ts';

const COUNT = Number(process.env.RANDOM_MODELS ?? 20_000) / 10;
const SEED = Number(process.env.SEED ?? 1);
const STATES = 8;
const HOUR = 3_600_000;

const systems = await shippedSystems();
const steps = systems.flatMap((system) => system.steps);
/** A loop that ends by a condition may not end any more after a change. */
const changing = steps.filter(({ text }) => !/\bwhile\b|\bfor \([^)]*;/.test(text));

/** The kinds that are accepted and told apart, with what shows it. */
function wrongOf(step: ShippedStep, text: string, random: Random): string[] | undefined {
  const fn = step.load(text);
  if (!fn) return undefined;
  const reasons = step.reasons(fn, distinguishedKinds);
  const { kinds } = step.of.symmetry;
  const wanted = new Set(kinds.filter((kind) => !reasons.has(kind)));
  const { differences } = step.of.symmetry.judge(step.trial(fn, random), wanted, STATES);
  return [...differences.values()]
    .filter(({ how }) => how !== 'end')
    .map(({ kind, how }) => `${step.of.name} ${step.label.name}: ${kind} (${how})\n${text}`);
}

test(
  'no shipped step is accepted and tells ids apart',
  () => {
    const found = steps.flatMap((step, k) => wrongOf(step, step.text, new Random(SEED, k)) ?? []);
    expect(found.join('\n\n')).toBe('');
    expect(steps.length).toBeGreaterThan(50);
  },
  HOUR,
);

/** Most wrong tokens are seen by the language. */
function changed(step: ShippedStep, random: Random): string[] | undefined {
  for (let attempt = 0; attempt < 6; attempt++) {
    const { code } = mistyped({ role: 'step', beside: '', code: step.text }, random);
    const wrong = code === step.text ? undefined : wrongOf(step, code, random);
    if (wrong) return wrong;
  }
  return undefined;
}

test(
  'nor any of them with a wrong token',
  () => {
    let tried = 0;
    const found = Array.from({ length: COUNT }, (_, number) => {
      const random = new Random(SEED, number);
      const step = random.of(changing);
      const wrong = changed(step, random);
      if (wrong) tried++;
      return wrong ?? [];
    }).flat();
    console.log(`${tried} of ${COUNT} changed steps were tried`);
    expect(found.slice(0, 20).join('\n\n')).toBe('');
    expect(tried).toBeGreaterThan(COUNT / 4);
  },
  6 * HOUR,
);
