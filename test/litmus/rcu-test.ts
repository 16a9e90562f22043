// Litmus tests of RCU in short: `x=1 [ r0=y ]` is a store, and a load in a read section.

const WORDS = ['x', 'y', 'z'];

/** Of processes in short: `x=1`, `r0=x`, `mb`, `wmb`, `rmb`, `[` and `]` around a read section, `sync`. */
export function rcuTest(processes: readonly string[]): string {
  const parameters = WORDS.map((word) => `int *${word}`).join(', ');
  const bodies = processes.map(
    (line, k) => `P${k}(${parameters})\n{ ${line.split(' ').map(statement).join(' ')} }\n`,
  );
  const registers = processes.flatMap((line, k) =>
    [...line.matchAll(/r\d/g)].map(([name]) => `${k}:${name}`),
  );
  return `C rcu\n{}\n${bodies.join('')}locations [${[...registers, ...WORDS].join('; ')}]\nexists (true)\n`;
}

const NAMES: Readonly<Record<string, string>> = {
  mb: 'smp_mb();',
  wmb: 'smp_wmb();',
  rmb: 'smp_rmb();',
  '[': 'rcu_read_lock();',
  ']': 'rcu_read_unlock();',
  sync: 'synchronize_rcu();',
};

function statement(short: string): string {
  if (NAMES[short] !== undefined) return NAMES[short];
  const [to, from] = short.split('=');
  return to.startsWith('r') ? `int ${to} = READ_ONCE(*${from});` : `WRITE_ONCE(*${to}, ${from});`;
}
