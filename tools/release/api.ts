// The public types as a text that is checked in (api/), so that no change of them goes unseen: API Extractor reads what the
// build has declared, and writes down every exported name with all types that it leads to.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, type IConfigFile } from '@microsoft/api-extractor';

/** The entry points of the package, and the names of their reports. */
const ENTRIES = { mmcheck: 'index.d.ts', 'mmcheck-kernel': 'kernel/index.d.ts' };

/** Those whose report is another than the one that is checked in; with `update` it is written. */
export function changedReports(root: string, update: boolean): string[] {
  return Object.entries(ENTRIES)
    .filter(([name, entry]) => hasChanged(root, name, entry, update))
    .map(([name]) => `api/${name}.api.md`);
}

function hasChanged(root: string, name: string, entry: string, update: boolean): boolean {
  const box = mkdtempSync(join(tmpdir(), 'mmcheck-api-'));
  try {
    const config = ExtractorConfig.prepare({
      configObject: configOf(root, name, entry, box),
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, 'package.json'),
    });
    const { apiReportChanged, succeeded } = Extractor.invoke(config, {
      localBuild: update,
      showVerboseMessages: false,
      messageCallback(message) {
        // What it says of the report itself is said by who calls.
        message.handled = message.logLevel !== 'error';
      },
    });
    if (!succeeded && !apiReportChanged) throw new Error(`API Extractor fails on dist/${entry}`);
    return apiReportChanged;
  } finally {
    rmSync(box, { recursive: true, force: true });
  }
}

function configOf(root: string, name: string, entry: string, box: string): IConfigFile {
  const { compilerOptions } = JSON.parse(
    readFileSync(join(root, 'templates/init/tsconfig.json'), 'utf8'),
  );
  return {
    projectFolder: root,
    mainEntryPointFilePath: join(root, 'dist', entry),
    compiler: {
      overrideTsconfig: {
        compilerOptions: { ...compilerOptions, lib: ['es2023'], types: [] },
        include: [`dist/${entry}`],
      },
    },
    apiReport: {
      enabled: true,
      reportFolder: join(root, 'api'),
      reportTempFolder: box,
      reportFileName: `${name}.api.md`,
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: 'error' } },
      extractorMessageReporting: { default: { logLevel: 'none' } },
      tsdocMessageReporting: { default: { logLevel: 'none' } },
    },
  } as IConfigFile;
}
