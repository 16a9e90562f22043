// percpu_ref: zero is noticed only once the count is atomic, and until then the switch holds what is killed.

import { bool, cell } from 'mmcheck';
import { percpuRef, rcu } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { code } from './code.ts';
import { rule } from './rules/rule.ts';
import { never, refusalOf, verdictsOf } from './verdicts.ts';

const says = (what: string, answer: boolean): string =>
  `me.said = Number(${what}); assert(me.said === ${Number(answer)}, ${JSON.stringify(what)})`;
const lines = (...user: string[]) => code({ ref: percpuRef(3) }, { user });
const assertions = (...user: string[]) => verdictsOf(lines(...user)).assertions;
const refused = (...user: string[]) => refusalOf(lines(...user));

rule('more are not given back than were taken', {
  broken: () => {
    expect(refused('ref.put()', 'ref.put()')).toMatch(/percpu_ref_put\(\) without a reference/);
    expect(refused('ref.put()', 'ref.kill()', 'ref.switched()')).toMatch(/without a reference/);
  },
  kept: () => expect(refused('ref.get()', 'ref.put()', 'ref.kill()', 'ref.switched()')).toBe(''),
});

rule('while it counts per cpu nobody notices that it is zero', {
  broken: () => {
    expect(assertions(says('ref.put()', false), says('ref.isZero()', false))).toBe('holds');
    const twice = ['ref.get()', 'ref.kill()', says('ref.put()', false)];
    expect(assertions(...twice, says('ref.isZero()', false))).toBe('holds');
  },
  kept: () => {
    const dead = ['ref.get()', 'ref.kill()', says('ref.switched()', false)];
    expect(assertions(...dead, says('ref.put()', true), says('ref.isZero()', true))).toBe('holds');
  },
});

rule('nobody gets a reference to what has none', {
  broken: () => {
    const gone = ['ref.kill()', says('ref.switched()', true)];
    expect(assertions(...gone, says('ref.tryget()', false))).toBe('holds');
    expect(refused(...gone, 'ref.get()')).toMatch(/percpu_ref_get\(\) of what has no reference/);
  },
  // On the cpus there may be none, and nobody knows.
  kept: () =>
    expect(assertions('ref.put()', says('ref.tryget()', true), 'ref.get()')).toBe('holds'),
});

rule('tryget() does not mind that it is killed, trygetLive() does', {
  broken: () => {
    expect(assertions('ref.kill()', says('ref.trygetLive()', false))).toBe('holds');
    const used = ['ref.get()', 'ref.kill()', 'ref.switched()'];
    expect(assertions(...used, says('ref.trygetLive()', false))).toBe('holds');
  },
  kept: () => {
    expect(assertions(says('ref.trygetLive()', true), says('ref.tryget()', true))).toBe('holds');
    expect(assertions('ref.kill()', says('ref.tryget()', true))).toBe('holds');
  },
});

rule('it is killed once', {
  broken: () => expect(refused('ref.kill()', 'ref.kill()')).toMatch(/called more than once/),
  kept: () => expect(refused('ref.kill()')).toBe(''),
});

rule('a switch has a reference of its own, until it is over', {
  broken: () => {
    expect(assertions('ref.kill()', 'assert(ref.count === 1, "the switch has none")')).toBe(
      'holds',
    );
    expect(assertions('ref.kill()', says('ref.isSwitching()', true))).toBe('holds');
  },
  kept: () => {
    const over = ['ref.kill()', says('ref.switched()', true), says('ref.isSwitching()', false)];
    expect(assertions(...over, 'assert(ref.count === 0, "it has kept it")')).toBe('holds');
  },
});

rule('only what was killed has switched, and once', {
  broken: () => {
    expect(refused('ref.switched()')).toMatch(/without percpu_ref_kill\(\)/);
    expect(refused('ref.get()', 'ref.kill()', 'ref.switched()', 'ref.switched()')).toMatch(
      /without percpu_ref_kill\(\)/,
    );
  },
  kept: () => expect(refused('ref.kill()', 'ref.switched()')).toBe(''),
});

rule('percpu_ref_exit() within a switch does not wait for it', {
  broken: () => {
    const within = ['ref.kill()', says('ref.exit()', false)];
    // The callback comes all the same, and releases nothing any more.
    expect(assertions(...within, says('ref.switched()', false))).toBe('holds');
  },
  kept: () => {
    expect(assertions('ref.kill()', 'ref.switched()', says('ref.exit()', true))).toBe('holds');
    expect(assertions(says('ref.exit()', true))).toBe('holds');
  },
});

/** Users take a reference if they can; who kills drops the initial one; the last one frees. */
const killed = (killer: readonly string[]) =>
  code(
    { ref: percpuRef(4), rcu: rcu(), freed: cell(bool), used: cell(bool), gone: cell(bool) },
    {
      user: [
        "if (!ref.tryget()) { gone.value = true; return 'end'; }",
        'if (freed.value) used.value = true',
        'if (ref.put()) freed.value = true',
      ],
      killer,
    },
  );
const used = never(({ used }) => used.value);
const switches = 'if (ref.switched()) freed.value = true; rcu.finish(0)';
const due = "if (!rcu.isDue(0)) return 'blocked'; rcu.invoke(0)";

test('nobody uses what the last put() has freed, and it is freed', () => {
  const model = killed(['ref.kill(); rcu.call(0)', due, switches]);
  const freed = {
    kind: 'at-end',
    about: '',
    holds: ({ freed }: { freed: { value: boolean } }) => freed.value,
  } as const;
  expect(verdictsOf(model, { used, freed })).toMatchObject({ used: 'holds', freed: 'holds' });
});

test('who frees when it is killed frees too early', () => {
  const model = killed(['ref.kill(); rcu.call(0)', 'freed.value = true', due, switches]);
  expect(verdictsOf(model, { used })).toMatchObject({ used: 'violated' });
});
