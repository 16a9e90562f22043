// Statements: both branches where the condition depends on the state, one where it is the same in
// every run.

import type { AnyNode } from '../../model/access/function-source.ts';
import { declare } from './declare.ts';
import { evaluate, truth } from './evaluate.ts';
import { eachItem } from './items.ts';
import type { Frame, Machine } from './machine.ts';
import { Scope } from './scope.ts';
import { NOTHING, PLAIN, type Value } from './values.ts';

export function runBody(m: Machine, body: AnyNode, frame: Frame): void {
  run(m, body, frame, frame.scope);
}

function run(m: Machine, node: AnyNode, frame: Frame, scope: Scope): void {
  const value = (inner: AnyNode): Value => evaluate(m, inner, frame, scope);
  switch (node.type) {
    case 'EmptyStatement':
    case 'DebuggerStatement':
      return;
    case 'BlockStatement': {
      const inner = new Scope(scope);
      for (const one of node.body) run(m, one, frame, inner);
      return;
    }
    case 'LabeledStatement':
      return run(m, node.body, frame, scope);
    case 'ExpressionStatement':
      value(node.expression);
      return;
    case 'ThrowStatement':
      // The model is wrong then, in some naming of the ids.
      value(node.argument);
      return;
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) {
        declare(m, id, init ? value(init) : NOTHING, frame, scope, node.kind !== 'const');
      }
      return;
    case 'ReturnStatement': {
      const result = node.argument ? value(node.argument) : NOTHING;
      frame.returns.push(result);
      return exit(m, frame, result, node);
    }
    case 'BreakStatement':
      return exit(m, frame, NOTHING, node);
    case 'ContinueStatement':
      // Of a loop within the turn, or of the turn; of a loop outside it would end this one.
      if (node.label) exit(m, frame, PLAIN, node);
      return;
    case 'IfStatement': {
      const answer = truth(m, value(node.test), frame, node.test);
      if (answer !== false) run(m, node.consequent, frame, new Scope(scope));
      if (answer !== true && node.alternate) run(m, node.alternate, frame, new Scope(scope));
      return;
    }
    case 'SwitchStatement':
      return runSwitch(m, node, frame, scope);
    case 'WhileStatement':
    case 'DoWhileStatement':
      truth(m, value(node.test), frame, node.test);
      return run(m, node.body, frame, new Scope(scope));
    case 'ForStatement': {
      const inner = new Scope(scope);
      if (node.init?.type === 'VariableDeclaration') run(m, node.init, frame, inner);
      else if (node.init) evaluate(m, node.init, frame, inner);
      if (node.test) truth(m, evaluate(m, node.test, frame, inner), frame, node.test);
      run(m, node.body, frame, new Scope(inner));
      if (node.update) evaluate(m, node.update, frame, inner);
      return;
    }
    case 'ForOfStatement':
      return forOf(m, node, frame, scope);
    case 'ForInStatement':
      m.doubtValues(
        [value(node.right)],
        frame,
        node,
        'walks through the fields of something with ids',
      );
      if (node.left.type === 'VariableDeclaration') {
        const inner = new Scope(scope);
        declare(m, node.left.declarations[0].id, PLAIN, frame, inner, true);
        run(m, node.body, frame, inner);
      } else m.doubt(m.suspects.kinds, frame, node, 'assigns in a way that is not followed');
      return;
    default:
      m.doubt(m.suspects.kinds, frame, node, 'is not understood');
  }
}

function runSwitch(
  m: Machine,
  node: Extract<AnyNode, { type: 'SwitchStatement' }>,
  frame: Frame,
  scope: Scope,
): void {
  const asked = evaluate(m, node.discriminant, frame, scope);
  const inner = new Scope(scope);
  for (const { test, consequent } of node.cases) {
    if (test) {
      const wanted = evaluate(m, test, frame, scope);
      if (!m.fits(asked, wanted) && !m.fits(wanted, asked)) {
        m.doubtValues(
          [asked, wanted],
          frame,
          test,
          'compares an id with something that is no id of its kind',
        );
      }
    }
    for (const one of consequent) {
      // It ends the switch and nothing else.
      if (one.type !== 'BreakStatement' || one.label) run(m, one, frame, inner);
    }
  }
}

function forOf(
  m: Machine,
  node: Extract<AnyNode, { type: 'ForOfStatement' }>,
  frame: Frame,
  scope: Scope,
): void {
  const items = evaluate(m, node.right, frame, scope);
  const { left } = node;
  eachItem(m, items, frame, node.right, (item) => {
    const inner = new Scope(scope);
    if (left.type === 'VariableDeclaration') {
      declare(m, left.declarations[0].id, item, frame, inner, left.kind !== 'const');
    } else m.doubt(m.suspects.kinds, frame, node, 'assigns in a way that is not followed');
    run(m, node.body, frame, inner);
  });
}

/**
 * Control leaves the turn of a loop before its end: of every unordered loop that this function has
 * opened.
 */
function exit(m: Machine, frame: Frame, result: Value, node: AnyNode): void {
  const constant = result.type === 'plain' && result.known ? result.known.value : Symbol('unknown');
  for (const region of m.regions.slice(frame.depth)) region.exit(constant, node);
}
