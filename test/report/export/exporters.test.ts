// Each format against the schema that its makers publish, and through readers that others have written.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse as readJunit } from 'junit2json';
import type { Log } from 'sarif';
import { Parser } from 'tap-parser';
import { parse as readResults } from 'test-results-parser';
import { describe, expect, it } from 'vitest';
import type { Exporter } from '../../../src/report/export/exporter.ts';
import {
  exporters as lazy,
  REPORT_KINDS,
  type ReportKind,
} from '../../../src/report/export/exporters.ts';
import { casesOf, countOf } from '../../../src/report/export/reported.ts';
import { reportedRun } from '../../../src/report/export/reported-run.ts';
import { mixedOutcome } from '../support/outcomes.ts';
import { context, HOSTILE, race, raced, specs, summary } from './sample.ts';

const exporters = Object.fromEntries(
  await Promise.all(REPORT_KINDS.map(async (kind) => [kind, await lazy[kind]()] as const)),
) as Record<ReportKind, Exporter>;
const cases = casesOf(reportedRun(specs, summary));
const text = (kind: keyof typeof exporters) => exporters[kind].run(specs, summary, context);
const failed = countOf(cases, 'failed');
const undecided = countOf(cases, 'undecided');
const broken = countOf(cases, 'broken');
const skipped = countOf(cases, 'pending', 'left-out');

const SCHEMAS = new URL('../../fixtures/schemas/', import.meta.url);
const CTRF = new URL('../../../node_modules/ctrf/dist/ctrf-schema-0.0.json', import.meta.url);

function misfits(Validator: typeof Ajv | typeof Ajv2020, schema: URL, document: string): unknown {
  const ajv = new Validator.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  validate(JSON.parse(document));
  return validate.errors;
}

it('has something of everything to tell', () => {
  expect([failed, undecided, broken, skipped].every((count) => count > 0)).toBe(true);
});

describe.each(REPORT_KINDS)('%s', (kind) => {
  it('is a function of its input, and lets nothing through that acts on a terminal', () => {
    expect(text(kind)).toBe(text(kind));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text(kind)).not.toMatch(/[\x00-\x08\x0b-\x1f\ud800-\udbff](?![\udc00-\udfff])/);
  });
  it('has a report of a single check', () => {
    const report = exporters[kind].check(
      mixedOutcome,
      'models/zonelists/zonelist-rebuild.ts',
      context,
    );
    expect(report).toMatch(/no.premature.oom/);
  });
  it('has one of a run in which nothing was found', () => {
    const nothing = exporters[kind].run([], { ...summary, rows: 0, notRun: [] }, context);
    if (kind !== 'github') expect(nothing).not.toBe('');
  });
});

describe('JUnit', () => {
  const counts = { failures: failed, errors: undecided + broken, tests: cases.length };

  it('is read by junit2json: all cases, counts as they are, names as they were', async () => {
    const read = (await readJunit(text('junit')))!;
    expect(read).toMatchObject(counts);
    if (!('testsuite' in read)) throw new Error('no suites');
    const found = read.testsuite!.flatMap(({ testcase = [] }) => testcase);
    expect(found).toHaveLength(cases.length);
    expect(found.filter(({ failure }) => failure)).toHaveLength(failed);
    expect(found.filter(({ error }) => error)).toHaveLength(undecided + broken);
    expect(found.filter((one) => one.skipped)).toHaveLength(skipped);
    const [hostile] = found.filter(({ name }) => name?.includes('内存'));
    const shown = HOSTILE.replace('\u0007', '\\x07').replace('\ud800', '\\ud800');
    expect(hostile.name).toBe(`${shown}=true: ${shown}`);
    expect(found.some(({ name }) => name?.endsWith(': true'))).toBe(true);
  });

  it('is read by test-results-parser the same, which counts what is skipped beside the total', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mmcheck-junit-'));
    try {
      const file = join(folder, 'junit.xml');
      writeFileSync(file, text('junit'));
      const read = readResults({ type: 'junit', files: [file] });
      expect(read).toMatchObject({ total: cases.length - skipped, skipped });
      expect(read.failed + read.errors).toBe(failed + undecided + broken);
      expect(read.suites).toHaveLength(specs.length + 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('SARIF', () => {
  const log = JSON.parse(text('sarif')) as Log;
  const [{ results = [], tool }] = log.runs;

  it('fits the schema', () => {
    expect(misfits(Ajv2020, new URL('sarif-2.1.0.json', SCHEMAS), text('sarif'))).toBeNull();
  });
  it('has for every result what code scanning asks for', () => {
    expect(results).toHaveLength(failed + undecided + broken);
    for (const result of results) {
      expect(result.level).toMatch(/error|warning/);
      expect(result.locations![0].physicalLocation!.region!.startLine).toBeGreaterThan(0);
      expect(tool.driver.rules![result.ruleIndex!].id).toBe(result.ruleId);
    }
  });
  it('stands at the line of the last step, from the root of the repository', () => {
    const [result] = results.filter(({ codeFlows }) => codeFlows);
    expect(result.locations![0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'tools/models/zonelists/zonelist-rebuild.ts', uriBaseId: 'SRCROOT' },
      region: { startLine: 100 + race.steps.length },
    });
  });
  it('tells the run, a thread flow for each lane, every step once and in order', () => {
    const [{ threadFlows }] = results.find(({ codeFlows }) => codeFlows)!.codeFlows!;
    const lanes = [...new Set(race.steps.map(({ lane }) => lane))];
    expect(threadFlows.map(({ id }) => id).toSorted()).toEqual(lanes.toSorted());
    const order = threadFlows.flatMap(({ locations }) =>
      locations.map((one) => one.executionOrder!),
    );
    expect(order.toSorted((a, b) => a - b)).toEqual(race.steps.map((_, k) => k + 1));
  });
  it('has the same fingerprint when lines move and the run changes, another for another row', () => {
    const prints = (run: typeof raced): unknown => {
      const report = JSON.parse(exporters.sarif.run([run], summary, context)) as Log;
      return report.runs[0].results![0].partialFingerprints;
    };
    const [row] = raced.rows;
    const [property] = row.properties;
    const moved = { ...race, steps: race.steps.map((s) => ({ ...s, source: 'models/z.ts:9' })) };
    const changed = { ...row, properties: [{ ...property, run: moved, depth: 3 }] };
    expect(prints({ ...raced, rows: [changed] })).toEqual(prints(raced));
    const other = { ...row, parameters: { ...row.parameters, tasks: 2 } };
    expect(prints({ ...raced, rows: [other] })).not.toEqual(prints(raced));
  });
});

it('CTRF fits its schema, and counts as it lists', () => {
  expect(misfits(Ajv, CTRF, text('ctrf'))).toBeNull();
  const { results } = JSON.parse(text('ctrf'));
  const of = (status: string) =>
    results.tests.filter((one: { status: string }) => one.status === status).length;
  for (const status of ['passed', 'failed', 'skipped', 'pending', 'other']) {
    expect(results.summary[status]).toBe(of(status));
  }
});

it('TAP is read by tap-parser', () => {
  const read = { pass: 0, fail: 0, skip: 0, names: [] as string[], details: [] as unknown[] };
  const parser = new Parser({ strict: true });
  parser.on('assert', ({ ok, skip, name, diag }) => {
    read.names.push(name);
    if (skip) read.skip++;
    else if (ok) read.pass++;
    else read.fail++;
    if (!ok) read.details.push(diag?.message);
  });
  parser.end(text('tap'));
  expect(parser.results).toMatchObject({
    count: cases.length,
    bailout: false,
    plan: { end: cases.length },
  });
  expect(parser.results!.failures.filter((one) => 'tapError' in one && one.tapError)).toEqual([]);
  expect(read).toMatchObject({ fail: failed + undecided + broken, skip: skipped });
  expect(read.details.every((message) => typeof message === 'string')).toBe(true);
  expect(read.names.some((name) => name.includes('#_*'))).toBe(true);
});

it('GitLab gets a path, a line, a severity and a fingerprint of its own for each finding', () => {
  const findings = JSON.parse(text('gitlab')) as Record<string, unknown>[];
  expect(findings).toHaveLength(failed + undecided + broken);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  for (const { severity, location } of findings) {
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
    expect(location).toMatchObject({
      path: expect.stringMatching(/^tools\//),
      lines: { begin: expect.any(Number) },
    });
  }
});

describe('annotations of GitHub', () => {
  /** As the runner reads a line (actions/runner, ActionCommand.cs). */
  const read = (line: string) => {
    const [, command, properties, data] = /^::(\w+) (.*?)::(.*)$/.exec(line)!;
    const back = (words: string) =>
      words.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
    const given = properties.split(',').map((one) => {
      const at = one.indexOf('=');
      const value = one
        .slice(at + 1)
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',');
      return [one.slice(0, at), back(value)];
    });
    return { command, ...Object.fromEntries(given), message: back(data) } as Record<string, string>;
  };
  const lines = text('github').trimEnd().split('\n').map(read);

  it('are a line each, errors first, and come back as they were', () => {
    expect(lines).toHaveLength(failed + undecided + broken);
    expect(lines.filter(({ command }) => command === 'warning')).toHaveLength(undecided);
    const hostile = lines.find(({ title }) => title.includes('内存'))!;
    expect(hostile.title).toContain('%0A,::|');
    expect(hostile.message).toContain('%0A,::|');
  });
  it('tell the whole race by themselves', () => {
    const told = lines.find(({ line }) => line === String(100 + race.steps.length))!;
    expect(told.file).toBe('tools/models/zonelists/zonelist-rebuild.ts');
    expect(told.message).toContain('Initially');
    expect(told.message).toContain('mmcheck check models/zonelists/zonelist-rebuild.ts --set');
  });
});

describe('Markdown', () => {
  it('tells the race', async () => {
    const report = exporters.markdown.run([raced], { ...summary, notRun: [] }, context);
    await expect(report).toMatchFileSnapshot('../golden/report.md');
  });
  it('stays within what a comment may have, and says what it leaves out', () => {
    const many = Array.from({ length: 60 }, () => raced);
    const report = exporters.markdown.run(many, { ...summary, notRun: [] }, context);
    expect(report.length).toBeLessThan(65_536);
    expect(report).toMatch(/_\d+ more are left out here/);
  });
});

describe('what a consumer shows alone', () => {
  const message = race.property.message;

  it.each(['junit', 'tap', 'ctrf', 'gitlab'] as const)('%s says what is broken', (kind) => {
    expect(text(kind)).toContain(`(expected: holds)${kind === 'gitlab' ? ' at ' : ': '}`);
    expect(text(kind)).toMatch(new RegExp(`\\(expected: holds\\).*: ${message}"`));
  });
  it('SARIF says what a step saw that changed nothing', () => {
    const step = race.steps.find(({ reads }) => reads)!;
    const [{ path }] = step.reads!;
    expect(text('sarif')).toContain(`: ${step.label}; ${path} is `);
  });
  it.each(REPORT_KINDS.filter((kind) => kind !== 'json'))(
    '%s says why a tooth bites nothing',
    (kind) => {
      expect(text(kind)).toContain('bites nothing; holds with the change, too');
    },
  );
  it('SARIF and GitLab tell the baseline from what never happens', () => {
    for (const kind of ['sarif', 'gitlab'] as const) {
      expect(text(kind)).toContain('"tiny/never"');
      expect(text(kind)).toContain('"tiny/baseline"');
    }
    expect(text('sarif')).toContain(
      'Numbers of states and lengths of runs are those of the baseline.',
    );
    expect(text('sarif')).not.toContain('ever is as the spec');
  });
  it('names the file of a spec that could not be loaded', () => {
    expect(text('github')).toContain('title=specs/gone.ts::could not be checked');
    expect(text('github')).toContain('title=specs/later.ts::not run');
    expect(text('markdown')).toMatch(/### \S+ specs\/later.ts: not run/);
    expect(text('markdown')).toContain('| - | `specs/gone.ts` |');
  });
});
