// docs/kernel-places.md: which kernel each place that a model names is of.

import { basename } from 'node:path';
import type { Verdict } from './compare.ts';
import type { Place } from './places.ts';

export interface Looked {
  readonly place: Place;
  readonly verdict: Verdict;
}

export function page(version: string, looked: readonly Looked[]): string {
  const rows = new Map<string, { readonly verdict: Verdict; readonly models: Set<string> }>();
  for (const { place, verdict } of looked) {
    const row = rows.get(place.text) ?? { verdict, models: new Set() };
    row.models.add(modelOf(place));
    rows.set(place.text, row);
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, { verdict, models }]) => {
      const names = [...models].sort().join(', ');
      return `| \`${text.replaceAll('|', '\\|')}\` | ${names} | ${words(version, verdict)} |`;
    });
  return `${INTRODUCTION.replace('VERSION', version)}\n${lines.join('\n')}\n`;
}

/** The model of a file, which stands in the folder of its group: a folder there is that of the model of its name. */
function modelOf({ model }: Place): string {
  const [, group, name] = model.split('/');
  return group === 'shared' ? group : basename(name, '.ts');
}

function words(version: string, verdict: Verdict): string {
  switch (verdict.type) {
    case 'found':
      return version;
    case 'old':
      return verdict.says;
    case 'unseen':
      return 'not looked at';
    case 'wrong':
      return `not in ${version}`;
  }
}

const INTRODUCTION = `# Places in the kernel

Which kernel the places are of that the models' steps name. \`npm run check:kernel -- SOURCE_DIR --write\` looks each up in
an unpacked source, here Linux VERSION: the file, the function in it, and what that calls. A row of an older kernel says
of which, and what became of it.

| place | models | kernel |
|---|---|---|`;
