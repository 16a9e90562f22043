// SARIF 2.1.0 (OASIS), for code scanning and for viewers in editors. Results are what somebody has to look at; what passed
// is left out, for some consumers take a result of any kind for a finding. What must stay true, as consumers refuse or
// misread the rest (docs/reports.md): every result has a level and a physical location, every rule its texts.

import type { Log, ReportingDescriptor, Result } from 'sarif';
import { jsonText } from '../json/json-text.ts';
import { showParameters } from '../text/show-value.ts';
import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import {
  fingerprintOf,
  type ReportContext,
  type Reported,
  type ReportedCase,
  troubles,
} from './reported.ts';
import { codeFlowOf } from './sarif-flow.ts';
import { physicalLocation } from './sarif-location.ts';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://www.npmjs.com/package/mmcheck';

export const sarif = ofCases((reported, context) => jsonText(logOf(reported, context)));

function logOf(reported: Reported, context: ReportContext): Log {
  const cases = troubles(reported);
  const rules = [...new Map(cases.map((one) => [ruleId(one), ruleOf(one)])).values()];
  const ids = rules.map(({ id }) => id);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mmcheck',
            version: context.version,
            semanticVersion: context.version,
            informationUri: HOME,
            rules,
          },
        },
        invocations: [{ executionSuccessful: cases.every(({ state }) => state !== 'broken') }],
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The root of the repository.' } },
        },
        columnKind: 'utf16CodeUnits',
        results: cases.map((one) => resultOf(one, ids.indexOf(ruleId(one)), context)),
      },
    ],
  };
}

function ruleId({ model, property }: ReportedCase): string {
  return printable(`${model === '' ? 'mmcheck' : model}/${property}`).replaceAll(' ', '-');
}

function ruleOf(one: ReportedCase): ReportingDescriptor {
  const { model, property, about } = one;
  const says = sentence(about === '' ? `${property} is as the spec of ${model} expects` : about);
  return {
    id: ruleId(one),
    name: ruleName(property),
    shortDescription: { text: says },
    fullDescription: {
      text: `The property ${printable(property)} of the model ${printable(model)}: ${says}`,
    },
    help: {
      text:
        'mmcheck has run every interleaving of the model. Where a run breaks the property, the code flow ' +
        'tells it step by step, one thread flow for each context.',
    },
    helpUri: HOME,
    defaultConfiguration: { level: 'error' },
  };
}

function resultOf(one: ReportedCase, ruleIndex: number, context: ReportContext): Result {
  const { state, headline, details, parameters, place, run } = one;
  const row = showParameters(parameters);
  const story = printableLines(details).join('\n').trimEnd();
  const text = [sentence(row === '' ? headline : `${headline} at ${row}`), story]
    .filter((part) => part !== '')
    .join('\n\n');
  return {
    ruleId: ruleId(one),
    ruleIndex,
    kind: 'fail',
    level: state === 'undecided' ? 'warning' : 'error',
    message: { text },
    ...(place && { locations: [{ physicalLocation: physicalLocation(place, context) }] }),
    partialFingerprints: { 'mmcheck/v1': fingerprintOf(one) },
    ...(run && run.steps.length > 0 && { codeFlows: [codeFlowOf(run, place, context)] }),
  };
}

/** `NoPrematureOom`. */
function ruleName(property: string): string {
  const words = property.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join('') || 'Property';
}

function sentence(words: string): string {
  const shown = printable(words);
  const begun = /^[a-z][a-z]* /.test(shown) ? shown[0].toUpperCase() + shown.slice(1) : shown;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
