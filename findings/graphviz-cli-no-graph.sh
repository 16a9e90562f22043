#!/usr/bin/env bash
# graphviz-cli makes three NUL characters of a source that has no graph in it, and of two graphs draws the first alone.
#
# Guessed: an error, or an empty text, as dot writes; and two pictures, one after the other, as dot does. Seen with graphviz-cli
# 2.0.0 (@aduh95/viz.js 3.7.0) on Node 20.20: it resolves with "\0\0\0", also of a comment, which a file then holds as if it were an
# SVG; the second graph is dropped without a word. Exits 1 if that changes.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-save --no-audit --no-fund graphviz-cli@2.0.0 @aduh95/viz.js@3.7.0
cat > run.mjs <<'RUN'
import { renderGraphFromSource } from 'graphviz-cli';
const draw = (input) => renderGraphFromSource({ input }, { format: 'svg' });
const two = await draw('digraph first { x } digraph second { y }');
const none = [await draw(''), await draw('// a comment alone\n')];
console.log(JSON.stringify(none), two.includes('>x</text>'), two.includes('>y</text>'));
RUN
seen=$(node run.mjs)
echo "no graph twice, then whether each of two graphs is drawn: $seen"
[ "$seen" = '["\u0000\u0000\u0000","\u0000\u0000\u0000"] true false' ]
