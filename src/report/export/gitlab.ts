// GitLab's Code Quality report: a list of what somebody has to look at, shown beside the lines of a merge request. A
// fingerprint has to be unique in a report, and the same in the next one, or an old finding is told as a new one.

import { jsonText } from '../json/json-text.ts';
import { showParameters } from '../text/show-value.ts';
import { printable } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import { fingerprintOf, messageOf, pathInRepository, troubles } from './reported.ts';

const SEVERITY = { failed: 'major', undecided: 'minor', broken: 'critical' } as const;

export const gitlab = ofCases((reported, context) => {
  const seen = new Map<string, number>();
  const findings = troubles(reported).map((one) => {
    const { model, property, parameters, place = { file: '', line: 1 } } = one;
    const row = showParameters(parameters);
    const known = fingerprintOf(one);
    const before = seen.get(known) ?? 0;
    seen.set(known, before + 1);
    return {
      description: printable(messageOf(one, row === '' ? '' : ` at ${row}`)),
      check_name: printable(`${model}/${property}`),
      fingerprint: before === 0 ? known : `${known}-${before}`,
      severity: SEVERITY[one.state as keyof typeof SEVERITY],
      location: { path: pathInRepository(place.file, context), lines: { begin: place.line } },
    };
  });
  return jsonText(findings);
});
