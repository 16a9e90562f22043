// The result as `--format json` prints it, in a file: for `mmcheck diff`, and for whoever wants all of it.

import { checkJson } from '../json/check.ts';
import { jsonText } from '../json/json-text.ts';
import { runJson } from '../json/run.ts';
import type { Exporter } from './exporter.ts';

export const json: Exporter = {
  run: (specs, summary) => jsonText(runJson(specs, summary)),
  check: (outcome) => jsonText(checkJson(outcome)),
};
