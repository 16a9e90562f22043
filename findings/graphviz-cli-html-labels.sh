#!/usr/bin/env bash
# graphviz-cli draws other text in the place of HTML-like labels, and says nothing: its Graphviz has no parser for them, and the
# warning about that goes nowhere. A picture of a race whose boxes had tables would show names of nodes.
#
# Guessed: the label, or an error. Seen with graphviz-cli 2.0.0 (@aduh95/viz.js 3.7.0) on Node 20.20: `<b>x</b>` of node a is
# drawn as `a`, and that of the edge from a to b as `ab->`; resolved, stderr empty. Exits 1 if that changes.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-save --no-audit --no-fund graphviz-cli@2.0.0 @aduh95/viz.js@3.7.0
cat > run.mjs <<'RUN'
import { renderGraphFromSource } from 'graphviz-cli';
const input = 'digraph g { a [label=<<b>x</b>>]; b [label="plain"]; a -> b [label=<<i>y</i>>] }';
const svg = await renderGraphFromSource({ input }, { format: 'svg' });
console.log([...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text).join(' '));
RUN
seen=$(node run.mjs 2> said)
echo "drawn: $seen; on stderr: '$(cat said)'"
[ "$seen" = 'a plain ab&#45;&gt;' ] && [ ! -s said ]
