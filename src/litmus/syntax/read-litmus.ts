// A litmus test in the C format of the kernel's tools/memory-model, read from its text: a header, initial values, processes,
// and a condition on how runs end.
//
// What must stay true: what is not understood is refused with its line. A part that was passed over could be the one on which
// the answer depends.

import { nearName } from '../../base/near-name.ts';
import type { Observation } from '../../outcome/litmus.ts';
import { malformed, unsupported } from '../mistake.ts';
import { Cursor } from './cursor.ts';
import { isTypeNext, readType } from './expression.ts';
import type {
  Condition,
  Initial,
  LitmusTest,
  ProcessText,
  Proposition,
  Quantifier,
  Variable,
} from './litmus-test.ts';
import { readConstant, readProposition, readVariable } from './proposition.ts';
import { readBlock } from './statements.ts';

export function readLitmus(text: string): LitmusTest {
  const cursor = new Cursor(text);
  const name = readHeader(cursor);
  const initial = readInitial(cursor);
  const processes = readProcesses(cursor);
  const { locations, filter, condition } = readEnd(cursor);
  if (cursor.peek().type !== 'end') throw cursor.unexpected('the end of the file');
  const result = resultIn(cursor.comments, text);
  return {
    name,
    initial,
    processes,
    locations,
    condition,
    ...(filter && { filter }),
    ...(result && { result }),
  };
}

/** Of the tests that herd reads. */
const OTHER_LANGUAGES = [
  'AArch64',
  'ARM',
  'ASL',
  'BPF',
  'LISA',
  'MIPS',
  'PPC',
  'RISCV',
  'X86',
  'X86_64',
];

/** `C NAME`, then lines as `Cycle=Rfe PodRR Fre PodWW`, of those who generate tests, and a text in quotes. */
function readHeader(cursor: Cursor): string {
  const { text: language, line } = cursor.word("'C' and the name of the test");
  if (OTHER_LANGUAGES.includes(language))
    throw unsupported(line, `a test in ${language}, not in C`);
  if (language !== 'C') throw malformed(line, `it is no litmus test, which begins with 'C NAME'`);
  const name = cursor.restOfLine();
  if (name === '') throw malformed(line, "expected the name of the test after 'C'");
  while (cursor.skip(/"[^"]*"|[A-Za-z]\w*=[^\n]*/y));
  return name;
}

/** `{ x=1; int *p=&x; 0:r1=2; atomic_t v = ATOMIC_INIT(1); }` */
function readInitial(cursor: Cursor): Initial[] {
  cursor.expect('{', 'before the initial values');
  const initial: Initial[] = [];
  while (!cursor.take('}')) {
    if (cursor.take(';')) continue;
    initial.push(...readInitialValue(cursor));
    if (!cursor.sees('}')) cursor.expect(';', 'after an initial value');
  }
  return initial;
}

function readInitialValue(cursor: Cursor): Initial[] {
  const { line } = cursor.peek();
  const isTyped = isTypeNext(cursor);
  if (isTyped) readType(cursor);
  const variable = readVariable(cursor);
  if (cursor.sees('[')) throw unsupported(line, 'an array');
  if (isTyped && !cursor.sees('=')) return [];
  cursor.expect('=', 'before an initial value');
  if (!cursor.take('ATOMIC_INIT')) return [{ variable, value: readConstant(cursor), line }];
  cursor.expect('(', 'after ATOMIC_INIT');
  const value = readConstant(cursor);
  cursor.expect(')', 'after an initial value');
  return [{ variable, value, line }];
}

function readProcesses(cursor: Cursor): ProcessText[] {
  const processes: ProcessText[] = [];
  for (;;) {
    const { text, line } = cursor.peek();
    const number = /^P(\d+)$/.exec(text)?.[1];
    if (number === undefined) break;
    if (Number(number) !== processes.length) {
      throw malformed(line, `expected P${processes.length}, not ${text}`);
    }
    processes.push(readProcess(cursor));
  }
  if (processes.length === 0) throw cursor.unexpected("a process, 'P0(...)'");
  return processes;
}

function readProcess(cursor: Cursor): ProcessText {
  const { text, line } = cursor.next();
  cursor.expect('(', `after ${text}`);
  const parameters = readParameters(cursor);
  if (!cursor.sees('{')) throw cursor.unexpected(`the body of ${text}`);
  cursor.inBody = true;
  const body = readBlock(cursor);
  cursor.inBody = false;
  return { number: Number(text.slice(1)), line, parameters, body };
}

/** `int *x, spinlock_t *lock)`: pointers to what the name is in the initial values. */
function readParameters(cursor: Cursor): string[] {
  const names: string[] = [];
  if (cursor.take(')')) return names;
  do {
    readType(cursor);
    if (names.length === 0 && cursor.sees(')')) break;
    names.push(cursor.word('the name of a location').text);
  } while (cursor.take(','));
  cursor.expect(')', 'after the locations of a process');
  return names;
}

/** `locations [...]`, `filter (...)` and the condition, which is last. */
function readEnd(cursor: Cursor): Pick<LitmusTest, 'locations' | 'filter' | 'condition'> {
  const locations: Variable[] = [];
  let filter: Proposition | undefined;
  for (;;) {
    if (cursor.take('locations')) locations.push(...readLocations(cursor));
    else if (cursor.take('filter')) filter = readProposition(cursor);
    else return { locations, condition: readCondition(cursor), ...(filter && { filter }) };
  }
}

/** `[0:r1; x;]` */
function readLocations(cursor: Cursor): Variable[] {
  cursor.expect('[', "after 'locations'");
  const variables: Variable[] = [];
  while (!cursor.take(']')) {
    variables.push(readVariable(cursor));
    if (!cursor.sees(']')) cursor.expect(';', 'between locations');
  }
  return variables;
}

function readCondition(cursor: Cursor): Condition {
  const { line } = cursor.peek();
  const quantifier = readQuantifier(cursor);
  if (quantifier === undefined) {
    throw cursor.unexpected("a condition, 'exists', '~exists' or 'forall'");
  }
  return { quantifier, claim: readProposition(cursor), line };
}

function readQuantifier(cursor: Cursor): Quantifier | undefined {
  if (cursor.take('forall')) return 'forall';
  const isNegated = cursor.take('~') || cursor.take('not');
  if (!cursor.take('exists')) return undefined;
  return isNegated ? '~exists' : 'exists';
}

const OBSERVATIONS: readonly Observation[] = ['Never', 'Sometimes', 'Always'];

/** `* Result: Never`. Other words are there for other tools (`DEADLOCK`), but what is nearly one of these is a slip. */
function resultIn(comments: readonly string[], text: string): Observation | undefined {
  const said = /^[\s(*]*Result:\s*(\w+)/m.exec(comments.join('\n'));
  if (said === null) return undefined;
  const [, word] = said;
  const result = OBSERVATIONS.find((one) => one === word);
  const meant = nearName(word, OBSERVATIONS);
  if (result !== undefined || meant === undefined) return result;
  const line = text.slice(0, text.search(/\bResult:/)).split('\n').length;
  throw malformed(
    line,
    `a result is ${OBSERVATIONS.join(', ')}, and not '${word}'; did you mean '${meant}'?`,
  );
}
