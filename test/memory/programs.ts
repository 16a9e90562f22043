// Random litmus tests: two or three processes of a few statements, of which no register is used twice.

import fc from 'fast-check';

const word = fc.constantFrom('x', 'y', 'z');
const value = fc.constantFrom(1, 2);
const statement = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(word, value).map(([w, v]) => `${w} = ${v}`) },
  { weight: 4, arbitrary: word.map((w) => `r = ${w}`) },
  fc.constantFrom('mb', 'wmb', 'rmb'),
  fc.tuple(word, value).map(([w, v]) => `${w} =rel ${v}`),
  word.map((w) => `r =acq ${w}`),
  fc.tuple(word, value).map(([w, v]) => `r = xchg ${w} ${v}`),
);

export const programs: fc.Arbitrary<string[]> = fc
  .array(fc.array(statement, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 })
  .filter((lines) => (lines.join().match(/r =/g)?.length ?? 0) <= 10)
  .map((lines) => {
    let register = 0;
    return lines.map((line) =>
      line.map((one) => one.replace(/^r /, () => `r${register++} `)).join('; '),
    );
  });
