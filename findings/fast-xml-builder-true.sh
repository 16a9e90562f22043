#!/usr/bin/env bash
# fast-xml-builder writes an attribute whose value is the text `true` without its value, which is no XML: a property that is
# called `true` would make a JUnit report that no parser reads.
#
# Guessed: `name="true"`. Seen with fast-xml-builder 1.3.2 on Node 20.20: `name` alone, and `name="true"` with
# suppressBooleanAttributes: false, which is what report/export/junit.ts sets. Exits 1 if that changes.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-save --no-audit --no-fund fast-xml-builder@1.3.2
cat > run.mjs <<'RUN'
import Builder from 'fast-xml-builder';
const written = (more) =>
  new Builder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    suppressEmptyNode: true,
    ...more,
  }).build({ case: { '@name': 'true' } });
console.log(written({}) + written({ suppressBooleanAttributes: false }));
RUN
seen=$(node run.mjs)
echo "by default, and with suppressBooleanAttributes: false: $seen"
[ "$seen" = '<case name/><case name="true"/>' ]
