// The audit: what a search relied upon, looked at again by slow code in states of the model. It comes after the
// verdicts and changes none; where it finds something, none of them is worth anything.
//
// What must stay true: it takes nothing on trust but the author's own functions, and says how much it has looked at.

import { limitRequested, type Progress } from '../base/progress.ts';
import { Monitor, observerShapes } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { initialStates } from '../compile/program/initial-states.ts';
import type { Properties } from '../language/claims/property.ts';
import type { AuditReport } from '../outcome/audit.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import { FieldNumbers } from '../reduction/partial-order/field-set.ts';
import { GuardOwners } from '../reduction/partial-order/guard-owners.ts';
import { ProcessStates } from '../reduction/partial-order/process-states.ts';
import { StepAccesses } from '../reduction/partial-order/step-access.ts';
import type { StubbornSets } from '../reduction/partial-order/stubborn.ts';
import { Visibility } from '../reduction/partial-order/visibility.ts';
import { FieldNames } from '../trace/field-names.ts';
import { TracingViews } from '../trace/tracing-views.ts';
import type { Quotient } from '../transition/reduced.ts';
import { TransitionLists } from '../transition/transition-lists.ts';
import { AccessAudit } from './accesses.ts';
import { DeadLocalsAudit } from './dead-locals.ts';
import { Diamonds } from './diamonds.ts';
import { Findings } from './findings.ts';
import { GuardOwnerAudit } from './guard-owners.ts';
import { IndependenceAudit } from './independence.ts';
import { type AuditSize, type KeptStates, statesToAudit } from './states.ts';
import { StickyLabelAudit } from './sticky-labels.ts';
import { StubbornSetAudit } from './stubborn-sets.ts';
import { SymmetryAudit } from './symmetry.ts';

export interface AuditSubject {
  /** A system of its own: the audit uses its working state. */
  readonly system: CompiledSystem;
  readonly properties: Properties;
  /** The reductions that the search used. */
  readonly symmetry?: Canonicalizer | undefined;
  readonly deadLocals?: Quotient | undefined;
  readonly sets?: StubbornSets | undefined;
  /** Whether it took observers to be steady. */
  readonly isSteady?: boolean;
  readonly kept: KeptStates;
  readonly progress: Progress;
  readonly size?: AuditSize;
}

const SIZE: AuditSize = { small: 2000, sample: 500 };
/** How many states' sets are followed: that is dear, and neighbouring states have much the same sets. */
const SETS = 200;

export function audit(subject: AuditSubject): AuditReport {
  const { system, properties, kept, progress, size = SIZE } = subject;
  const transitions = new TransitionLists(system, new Monitor(system, properties), progress.flags);
  const initial = initialStates(system, observerShapes(properties));
  const goesOn = (): boolean => limitRequested(progress) === undefined;
  const { states, complete } = statesToAudit(transitions, initial, kept, size, goesOn);
  const findings = new Findings(system);
  const look = auditor(subject, transitions, findings);
  const figures = { steps: 0, pairs: 0, sets: 0, permutations: 0 };
  const everySet = Math.ceil(states.length / SETS);
  let looked = 0;
  for (; looked < states.length && goesOn(); looked++) {
    look(states[looked], looked % everySet === 0, figures);
    transitions.forget();
  }
  const { problems } = findings;
  return { states: looked, complete: complete && looked === states.length, ...figures, problems };
}

type AuditFigures = { -readonly [K in 'steps' | 'pairs' | 'sets' | 'permutations']: number };
type Look = (state: Int32Array, followSets: boolean, figures: AuditFigures) => void;

/** All that is asked of one state; accesses come first, for they explain the rest. */
function auditor(subject: AuditSubject, transitions: TransitionLists, findings: Findings): Look {
  const { system, properties, sets, symmetry, deadLocals, isSteady = false } = subject;
  const numbers = new FieldNumbers();
  const visibility = new Visibility(system, transitions.monitor, numbers, isSteady);
  const owners = new GuardOwners(system, system.accesses());
  const stepAccesses = new StepAccesses(system, visibility, numbers, owners);
  const processStates = new ProcessStates(system, stepAccesses);
  const names = new FieldNames(system.layout);
  const recorder = new TracingViews(system.definition, observerShapes(properties));
  const accesses = new AccessAudit({
    transitions,
    processStates,
    numbers,
    recorder,
    names,
    findings,
  });
  const diamonds = new Diamonds(transitions, names);
  const independence = new IndependenceAudit(transitions, processStates, diamonds, findings);
  const exclusion = new GuardOwnerAudit(transitions, processStates, owners, findings);
  const sticky = sets && new StickyLabelAudit(transitions, sets, findings);
  const stubborn = sets && new StubbornSetAudit(transitions, sets, diamonds, findings);
  const symmetries = symmetry && new SymmetryAudit(transitions, symmetry, findings);
  const forgotten = deadLocals && new DeadLocalsAudit(transitions, deadLocals, findings);
  return (state, followSets, figures) => {
    for (const { index } of system.layout.instances) figures.steps += accesses.check(state, index);
    figures.pairs += independence.check(state);
    exclusion.check(state);
    forgotten?.check(state);
    sticky?.check(state);
    if (followSets && stubborn?.check(state)) figures.sets++;
    figures.permutations += symmetries?.check(state) ?? 0;
  };
}
