// Random step sources that use the state in as many odd ways as the syntax offers. Most are accepted by the analysis,
// some are not; what matters is that the accepted ones do no more than it says.

import fc from 'fast-check';

const CELLS = '{ free, grid, pages, zone, seq, held, me, choose }';

const { statement } = fc.letrec<{
  index: string;
  value: string;
  target: string;
  statement: string;
}>((tie) => {
  const index = tie('index');
  const value = tie('value');
  const target = tie('target');
  const statement = tie('statement');
  const of = (template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((texts) => {
      let k = 0;
      return template.replaceAll('#', () => texts[k++]);
    });
  return {
    index: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('0', '1', '2', 'me.i', 'me.zone', "me['i']", 'me.id', 'c', 'd'),
      of('(# % 3)', value),
      of('(#, me.i)', value),
      fc.constant('me.i++ % 3'),
    ),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('0', '1', '2', 'me.i', 'me.zone', 'seq.value', 'zone.count', 'c', 'p.ref'),
      fc.constantFrom('v', 'q[1]', 'held.size', 'free.length', 'f()', 'g(2)', 'me.slots[1]'),
      of('free[#]', index),
      of('free?.[#]', index),
      of('grid[#][#]', index, index),
      of('pages[#].ref', index),
      of("pages[#]['ref']", index),
      of('+zone.lists[#]', index),
      of('(# ? # : #)', value, value, value),
      of('(# && #)', value, value),
      of('((# ? undefined : 1) ?? #)', value, value),
      of('(#, #)', value, value),
      of('(# + #)', value, value),
      of('(# = # % 3)', target, value),
      of('(# += #)', target, value),
      of('(# ||= #)', target, value),
      of('(# ||= 1)', target),
      of('#++', target),
      of('--#', target),
      of('free.reduce((a, b) => a + b * #, 0)', value),
      of('pages.findIndex((p) => p.ref === #)', value),
      of('pages.filter((p) => p.ref > #).length', value),
      of('pages.filter((p) => #).map((p) => p.ref + #)[0]', value, value),
      of('+pages.some(({ ref, state }) => ref === #)', value),
      of('grid.map((row) => row[#])[#]', index, index),
      of('(pages.find((p) => p.ref === #)?.ref ?? #)', value, value),
      of('(pages?.at)(#).ref', index),
      of('[...free][#]', index),
      of('[free[#], #][0]', index, value),
      of('+held.has(#)', value),
      of('+pages[#].holders.has(#)', index, value),
      of('`${#}`.length', value),
      of('poke(free, #)', value),
      of('poke(pages[#], #)', index, value),
      of('poke(grid[#])', index),
      of('(0, poke)(seq)'),
      of('free.fill(#)[#]', value, index),
      of('((x = #) => x + #)()', value, value),
      of('(((x) => { # })(#) ?? 0)', statement, value),
      of('[0, 1].map((c) => free[c] + #)[0]', value),
    ),
    target: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('me.i', 'me.zone', "me['zone']", 'seq.value', 'v', 'p.ref', 'zone.count'),
      of('free[#]', index),
      of('grid[#][#]', index, index),
      of('pages[#].ref', index),
      of('zone.lists[#]', index),
      of('me.slots[#]', index),
      of('q[#]', index),
      of('pages.filter((p) => p.ref >= #)[0].ref', value),
      of('pages.find((p) => p.ref >= #).ref', value),
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      of('# = # % 3;', target, value),
      of('#;', value),
      of('[#, #] = [#, #];', target, target, value, value),
      of('({ a: # = #, b: # } = { b: # });', target, value, target, value),
      of('[...#] = [#];', target, value),
      of('if (#) { # }', value, statement),
      of('if (#) # else #', value, statement, statement),
      of('{ # # }', statement, statement),
      of('for (let k = 0; k < 2; k++, #) { # }', value, statement),
      of('{ let k = 0; do { # } while (k++ < 1 + # % 2); }', statement, value),
      of('for (# of [0, 1]) { # }', target, statement),
      of('for (# in [0, 1]) { # }', target, statement),
      of('for (const p of pages) { # }', statement),
      of('for (const c of free) { # }', statement),
      of('for (const { ref: c, state } of pages) { # }', statement),
      of('for (const row of grid) { row[#]++; # }', index, statement),
      of('pages.forEach((p, k, all) => { all[#].ref = #; # });', index, value, statement),
      of('{ const c = #; # }', index, statement),
      of('{ const c = #; const d = c; # # }', index, statement, statement),
      of('{ const p = pages[#]; # # }', index, statement, statement),
      of('{ const all = pages; const p = all[#]; # }', index, statement),
      of('{ const { ref: c, state } = pages[#]; # }', index, statement),
      of('{ const [c, d = #] = free; # }', index, statement),
      of('{ const q = grid[#]; # # }', index, statement, statement),
      of('{ const q = grid.slice(1).find((row) => row[0] > #) ?? 0; # }', value, statement),
      of('{ const q = free.fill(#); # }', value, statement),
      of('{ const h = pages[#].holders; h.add(#); # }', index, value, statement),
      of('{ const q = poke(grid); # }', statement),
      of('{ let v = #; # }', value, statement),
      of('{ const f = () => { # }; # # }', statement, statement, statement),
      of('{ const g = (c) => #; # # }', value, statement, statement),
      of('{ const f = () => p.ref++; const p = pages[#]; # }', index, statement),
      of('switch (#) { default: # case #: # }', value, statement, value, statement),
      of(
        'do { # if (#) { # break; return; } # } while (false);',
        statement,
        value,
        statement,
        statement,
      ),
      of('if (#) { # return; }', value, statement),
      of('if (#) { # if (#) return; else { # throw 0; } }', value, statement, value, statement),
      of('return #;', value),
      of('held.add(#);', value),
      of('pages[#].holders.clear();', index),
    ),
  };
});

/** The source of a step. */
export const randomStep: fc.Arbitrary<string> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((statements) => `(${CELLS}) => { let v = 0; ${statements.join(' ')} }`);
