#!/usr/bin/env bash
# jiti 2.7.0 keeps the line numbers of TypeScript, but not below a comment that stands above an import: the comment is moved
# below the import, and every line after it with it.
#
# Guessed: the stack names line 5. Seen with jiti 2.7.0 on Node 20.20: line 7 with three comment lines above the first
# import, line 5 with the same lines left empty, and line 5 again where the transform is told to drop comments
# (transformOptions.babel.comments = false). Exits 1 if that changes.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-save --no-audit --no-fund jiti@2.7.0

body="import { sep } from 'node:path';
export const where = (): string => new Error('here').stack! + sep;"
printf '// One.\n// Two.\n// Three.\n%s\n' "$body" > commented.ts
printf '\n\n\n%s\n' "$body" > empty.ts

cat > run.mjs <<'RUN'
import { createJiti } from 'jiti';
const lineIn = async (file, options) => {
  const { where } = await createJiti(import.meta.url, { fsCache: false, ...options }).import(file);
  return /\.ts:(\d+)/.exec(where())[1];
};
const dropped = { transformOptions: { babel: { comments: false } } };
console.log(
  await lineIn('./commented.ts'),
  await lineIn('./empty.ts'),
  await lineIn('./commented.ts', { ...dropped, moduleCache: false }),
);
RUN
seen=$(node run.mjs)
echo "lines told of line 5: $seen (commented, empty, commented without comments)"
[ "$seen" = '7 5 5' ]
