// Steps as a review wrote them, most of which tell ids apart in a way that some rule had missed, and the constants and
// functions around them: what the rules refuse, and what they take.

export interface Case {
  /** Constants and functions around the steps. */
  readonly top?: string;
  /** The body of the step, which names what it touches. */
  readonly step: string;
}

const take = (value: string): string => `if (me.c !== none) n.value = ${value}`;

export const REFUSED: Readonly<Record<string, Case>> = {
  'a part of the state that is not known any more is read in a loop': {
    step: 'for (const c of cpu.ids) { const v = w.value ? b : a; rank[c] = v[0] === 0 ? 1 : 2; a[0] = 1; }',
  },
  'a part that was looked for is written by one turn and read by the next': {
    step: 'for (const c of cpu.ids) { const s = slots.find(({ k }) => !k); if (s === undefined) continue; rank[c] = s.v === 0 ? 1 : 2; slots[0].v = 1; }',
  },
  'a part that a function of JavaScript reads': {
    step: 'for (const c of cpu.ids) { const s = slots[0]; rank[c] = Object.values(s).includes(1) ? 1 : 2; slots[0].v = 1; }',
  },
  'from where it is looked for': { step: take('cpu.ids.includes(me.c, 1) ? 1 : 2') },
  'the collection that a callback is handed': {
    step: take('[me.c].map((c, i, all) => all[0]).at(0)'),
  },
  'what a callback has for this': {
    top: 'const f = (c) => [1].map(function () { return this.d; }, { d: c }).at(0);',
    step: take('f(me.c)'),
  },
  'the index in a reduction': {
    step: '[0, 0].reduce((t, x, i) => { me.d = i; return 0; }, 0); n.value = me.d === me.c ? 1 : 2',
  },
  'a total that takes many turns to come out': {
    top: "const next = { a: 'b', b: 'c', c: 'd', d: 'd' }; const f = (c) => { const t = [0, 1, 2].reduce((t) => next[t], 'a'); return ({ a: 0, b: 0, c: 0, d: c })[t]; };",
    step: take('f(me.c)'),
  },
  'a variable of each turn that other turns reach': {
    step: 'const os = cpu.ids.map(() => { let k = 0; return { up: () => { k++; }, get: () => k }; }); for (const c of cpu.ids) { let t = 0; for (const o of os) t += o.get(); rank[c] = t > 0 ? 2 : 1; for (const o of os) o.up(); }',
  },
  'two symbols of one description': {
    top: "const A = Symbol('x'), B = Symbol('x'); const f = (rank) => { for (const c of cpu.ids) { if (rank[c] === 1) return A; if (rank[c] === 2) return B; } return A; };",
    step: 'n.value = f(rank) === A ? 1 : 2',
  },
  'zero and minus zero': {
    top: 'const NEG = -0; const f = (rank) => { let r = 1; for (const c of cpu.ids) r = rank[c] === 1 ? NEG : 0; return r; };',
    step: 'n.value = 1 / f(rank) > 0 ? 1 : 2',
  },
  'zero and minus zero, kept in a cell': {
    step: 'o.value = -0; let r = 1; for (const c of cpu.ids) r = flag[c] ? o.value : 0; n.value = 1 / r > 0 ? 1 : 2; o.value = 0',
  },
  'none, which ?? keeps': {
    top: 'const f = (x) => { if (x === 1) return none; return undefined; };',
    step: 'let r = 0; for (const c of cpu.ids) r = f(rank[c]) ?? 1; n.value = r === none ? 1 : 2',
  },
  'sums that are not exact': {
    step: 'let r = 0; for (const c of cpu.ids) r += flag[c] ? 1e308 : -1e308; n.value = r === 0 ? 1 : 2',
  },
  'sums of what is large': {
    step: 'n.value = flag.reduce((s, f) => s + (f ? 9007199254740991 : 1), 0) % 3',
  },
  'a length that is no number': {
    top: "const T = [{ length: 'a' }, { length: 'b' }];",
    step: "let r = 0; for (const c of cpu.ids) r += T[rank[c]].length; n.value = r === '0ab' ? 1 : 2",
  },
  'a field that a key without a value names': {
    top: "const T = ['a', 'b']; const f = (c, k) => ({ a: 0, b: 0, undefined: c })[T[k]];",
    step: take('f(me.c, 2)'),
  },
  'a list with a hole': {
    top: "const T = [, 'a', 'b']; const f = (c) => { let r = 0; for (const x of T) r = ({ a: 0, b: 0, undefined: c })[x]; return r; };",
    step: take('f(me.c)'),
  },
  'what a prototype has': {
    top: 'const f = (c) => { const o = { __proto__: { d: c } }; return o.d; };',
    step: take('f(me.c)'),
  },
  "a call that is not the language's": {
    top: 'const f = Object.assign((c) => 1, { call: (_, c) => c });',
    step: take('f.call(0, me.c)'),
  },
  'a getter with another receiver': {
    top: 'const M = { __esModule: true, get pick() { return this.k; } }; const N = Object.create(M, { k: { value: (c) => c } }); M.k = () => 1;',
    step: take('N.pick(me.c)'),
  },
  'a proxy behind an object': {
    top: 'const o = Object.create(new Proxy({ f: () => 1 }, { get: () => (c) => c }));',
    step: take('o.f(me.c)'),
  },
  'arguments without names': {
    top: 'const f = function () { const g = () => arguments[0]; return g(); };',
    step: take('f(me.c)'),
  },
  'a turn that fails where undefined was asked for': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const r = opt[c]; if (r !== undefined) { const b = flag[r]; } }',
  },
  'a turn that fails behind ??': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const b = flag[opt[c] ?? c]; }',
  },
  'a turn that fails as its condition writes': {
    top: 'const yes = (_) => true;',
    step: 'let r = me.c; for (const c of cpu.ids) { if (!flag[c]) return "done"; let q = c; q = opt[c]; q = c; if (q !== none && yes((q = opt[c]))) { const b = flag[q]; } }',
  },
  'a turn that fails as none is made a number': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const b = Math.max(...[opt[c]]); }',
  },
  'a turn that fails as none is made text': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const b = "x" + opt[c]; }',
  },
  'a turn that fails as there is no such element': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const b = a[rank[c] === 0 ? 0.5 : 0]; }',
  },
  'a turn that fails as the lock that it asks was not found': {
    step: 'for (const c of cpu.ids) { if (!flag[c]) return "done"; const g = gates.find((one) => one.isOpen() === flag[c]); const b = g.isOpen(); }',
  },
  'a turn that fails as it stores where nothing was found': {
    step: 'for (const c of cpu.ids) { assert(flag[c], "it is so"); const s = slots.find(({ k }) => k === flag[c]); s.k = true; }',
  },
  'text of a part of the state': {
    step: "for (const c of cpu.ids) { const s = slots[0]; rank[c] = String(s) === 'x' ? 1 : 2; slots[0].v = 1; }",
  },
  'the rest of an optional chain': {
    step: 'const z = deep.find(({ k }) => k)?.r.z; for (const c of cpu.ids) { if (flag[c]) return "done"; if (a[z] === 1) continue; }',
  },
  'an element of a literal that at() finds': {
    step: 'const z = [0, 1].at(n.value); for (const c of cpu.ids) { if (flag[c]) return "done"; if (a[z] === 1) continue; }',
  },
  'a sum that was doubled': {
    step: 'let k = 1; for (let i = 0; i < 60; i++) k = k + k; for (const c of cpu.ids) k += rank[c]; n.value = k % 3',
  },
  'a sum that was added to itself': {
    step: 'let k = 1; for (let i = 0; i < 60; i++) k += k; n.value = rank.reduce((s, r) => s + r, k) % 3',
  },
  'a sum in a cell that was added to itself': {
    step: 'for (let i = 0; i < 60; i++) n.value += n.value; for (const c of cpu.ids) n.value += rank[c]; n.value = n.value % 3',
  },
  'a variable before its declaration': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; if (rank[c] > y) continue; const y = 1; }',
  },
  'a variable of outside, which a later declaration hides': {
    step: 'const y = 1; for (const c of cpu.ids) { if (flag[c]) return "done"; const z = y; { const z = y; const y = 2; } }',
  },
  'a variable of another case': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; switch (rank[c]) { case 0: let y = 1; break; default: y = 2; } }',
  },
  'a function before what it looks at is declared': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; const f = () => y; if (rank[c] > f()) continue; const y = 1; }',
  },
  'a parameter that a default before it names': {
    top: 'const f = (x = y, y = 1) => x;',
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; if (f() === 1) continue; }',
  },
  'the variable of a loop in what it walks through': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; for (const x of [x]) continue; }',
  },
  'an assignment to a constant': {
    step: 'for (const c of cpu.ids) { const y = 1; if (flag[c]) return "done"; if (rank[c] > 1) y = 2; }',
  },
  'a pattern over nothing': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; const {} = rank[c] > 1 ? undefined : 1; }',
  },
  'a field in a number': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; if (0 in rank[c]) continue; }',
  },
  'an object that is walked through': {
    top: 'const O = { a: 1 };',
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; for (const x of O) continue; }',
  },
  'none in a cell that has none at the end of no step': {
    step: 'on.value = none; for (const c of cpu.ids) { if (flag[c]) return "done"; if (rank[on.value] > 0) continue; } if (me.c !== none) on.value = me.c',
  },
  'undefined in a list': {
    step: 'q.push(undefined); for (const c of cpu.ids) { if (flag[c]) return "done"; for (const x of q) if (x !== none && rank[x] > 1) continue; } q.clear()',
  },
  'a variable that an index on the left changes': {
    step: 'let y = none; a[((y = me.c), 0)] = y ? 1 : 0',
  },
  'a variable that a later case changes before the default is taken': {
    step: 'let y = none; switch (n.value) { default: n.value = y ? 1 : 2; break; case ((y = me.c), 3): break; }',
  },
  'a sum of many large numbers': {
    step: 'let k = 1; for (let i = 0; i < 4194304; i++) k += 2147483648; for (const c of cpu.ids) k += flag[c] ? 1 : 2; n.value = k % 4',
  },
  'an element that an index on the left makes that of another turn': {
    step: 'if (me.c === none) return "done"; for (const c of cpu.ids) { let y = c; opt[((y = me.c), c)] = rank[y] > 1 ? none : c; rank[c] = 2; }',
  },
  'ids with methods of their own': {
    top: 'Object.assign(cpu.ids, { filter: () => [1] });',
    step: 'for (const c of cpu.ids.filter(() => true)) if (flag[c]) n.value = 1',
  },
  'ids with an order of their own': {
    top: "const K = { type: 'id', name: 'cpu', size: 3, ids: Object.assign([0, 1, 2], { filter: () => [1] }) };",
    step: 'for (const c of K.ids.filter(() => true)) if (flag[c]) n.value = 1',
  },
  'a list that is asked from somewhere on': {
    top: 'const has = (l, c) => l.includes(c, 1);',
    step: 'if (has(q, me.c)) n.value = 1',
  },
  'functions that call themselves': {
    top: 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));',
    step: take('fib(3)'),
  },
};

export const TAKEN: Readonly<Record<string, Case>> = {
  'a variable of its own case': {
    step: 'switch (n.value) { case 0: const y = 1; n.value = y; break; default: n.value = 2; }',
  },
  'a variable of a block that hides one of outside': {
    step: 'const y = 1; for (const c of cpu.ids) { const y = rank[c]; if (y > 1) return "done"; }',
  },
  'a parameter with a default that names one before it': {
    top: 'const f = (x, y = x) => y;',
    step: 'n.value = f(1)',
  },
  'an id of a cell, in each turn': {
    step: 'for (const c of cpu.ids) { if (flag[c]) return "done"; if (rank[on.value] > 0) continue; }',
  },
  'a total that goes on': {
    step: 'let k = 0; for (const c of cpu.ids) k += rank[c]; for (const c of cpu.ids) if (flag[c]) k++; n.value = k % 3',
  },
  'a slot that is looked for': {
    step: 'const s = slots.find(({ k }) => !k); if (s !== undefined && me.c !== none) rank[me.c] = s.v',
  },
  'a lock that is asked in each turn': {
    step: 'if (cpu.ids.some((c) => gates[0].isOpen() === flag[c])) n.value = 1',
  },
  'an index behind a condition': {
    step: 'if (cpu.ids.some((c) => { const o = opt[c]; return o !== none && flag[o]; })) n.value = 1',
  },
  'assertions behind a condition': {
    step: 'for (const c of cpu.ids) { const o = opt[c]; assert(o === none || !flag[o], "it is so"); }',
  },
  'a copy of a collection': { step: 'for (const c of [...cpu.ids]) flag[c] = true' },
  'booleans counted': { step: 'n.value = flag.reduce((s, f) => s + Number(f), 0) % 3' },
  'functions with defaults': {
    top: 'const put = (rank, c, v = 1) => { rank[c] = v; };',
    step: 'for (const c of cpu.ids) put(rank, c)',
  },
};
