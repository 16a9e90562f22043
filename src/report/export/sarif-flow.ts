// A counterexample as a code flow: one thread flow for each lane, and the order among all of them in `executionOrder`.

import type { CodeFlow, MultiformatMessageString, ThreadFlowLocation } from 'sarif';
import type { JsonTrace, JsonTraceStep } from '../../trace/trace-json.ts';
import { showTransition } from '../text/show-value.ts';
import { readText } from '../text/step.ts';
import { printable } from '../text/width.ts';
import type { Place, ReportContext } from './reported.ts';
import { physicalLocation } from './sarif-location.ts';
import { placeIn } from './story.ts';

/** GitHub takes the first ten thousand, and shows a thousand. Of a longer run the last are what matters. */
const MOST_STEPS = 1000;

export function codeFlowOf(
  { property, lanes, steps, loop }: JsonTrace,
  fallback: Place | undefined,
  context: ReportContext,
): CodeFlow {
  const first = Math.max(0, steps.length - MOST_STEPS);
  const numbered = steps.map((step, k) => ({ step, number: k + 1 })).slice(first);
  const used = lanes.filter((lane) => numbered.some(({ step }) => step.lane === lane));
  const words = [
    property.message,
    ...(first > 0 ? [`The first ${first} steps are left out.`] : []),
    ...(loop === undefined ? [] : [`What comes after step ${loop} repeats for ever.`]),
  ];
  return {
    message: { text: printable(words.join(' ')) },
    threadFlows: used.map((lane) => ({
      id: printable(lane),
      message: { text: printable(lane) },
      locations: numbered
        .filter(({ step }) => step.lane === lane)
        .map(({ step, number }) => {
          const isLast = number === steps.length;
          return locationOf(step, number, isLast, fallback, context);
        }),
    })),
  };
}

function locationOf(
  step: JsonTraceStep,
  number: number,
  isLast: boolean,
  fallback: Place | undefined,
  context: ReportContext,
): ThreadFlowLocation {
  // A step of which no line is known stands somewhere in the model: another step's line would mislead.
  const place = placeIn(step.source) ?? (fallback && { file: fallback.file });
  const changes = step.changes.filter(({ of }) => of !== 'process');
  return {
    executionOrder: number,
    importance: isLast ? 'essential' : 'important',
    location: {
      message: { text: stepWords(step, number) },
      ...(place && { physicalLocation: physicalLocation(place, context) }),
      logicalLocations: [{ fullyQualifiedName: printable(`${step.name}/${step.label}`) }],
    },
    ...(changes.length > 0 && {
      state: Object.fromEntries(
        changes.map((change): [string, MultiformatMessageString] => [
          printable(change.path),
          { text: showTransition(change) },
        ]),
      ),
    }),
  };
}

/** `3. hotplug: clear: zonelist[0].zone: Movable -> none (build_zonelists())`; of a step that only looks, what it saw. */
function stepWords(step: JsonTraceStep, number: number): string {
  const { name, label, at, changes, reads = [] } = step;
  const cells = changes
    .filter(({ of }) => of === 'cell')
    .map((change) => `${change.path}: ${showTransition(change)}`);
  const said = [`${number}. ${name}: ${label}`, ...cells, ...reads.map(readText)].join('; ');
  return printable(at === undefined ? said : `${said} (${at})`);
}
