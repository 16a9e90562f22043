#!/usr/bin/env bash
# The kernel's dot2c writes states and events as enumerators without a prefix, so an automaton in which a state is called like
# an event becomes C that no compiler takes. dot2c says nothing and exits 0.
#
# Guessed: two enums of their own keep the names apart, or dot2c refuses. Seen with Debian's linux-source-6.1, 6.1.192-3, and
# Python 3.11: both enums define `open` and `shut`, which C has in one namespace. Exits 1 if that changes.
# Needs apt, dpkg, tar, xz and python3, and downloads 139 MB.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
apt-get -qq download linux-source-6.1 2> /dev/null
dpkg --fsys-tarfile linux-source-6.1_*.deb | tar -xO ./usr/src/linux-source-6.1.tar.xz |
  tar -xJ --strip-components=1 --wildcards 'linux-source-6.1/tools/verification/dot2/*'

cat > door.dot << 'DOT'
digraph state_automaton {
	{node [shape = circle] "open"};
	{node [shape = plaintext, style=invis, label=""] "__init_open"};
	{node [shape = doublecircle] "open"};
	{node [shape = circle] "shut"};
	"__init_open" -> "open";
	"open" [label = "open"];
	"shut" [label = "shut"];
	"open" -> "shut" [ label = "shut" ];
	"shut" -> "open" [ label = "open" ];
}
DOT
PYTHONPATH=tools/verification python3 tools/verification/dot2/dot2c door.dot > door.c
seen=$(grep -cE '^\s*open = 0,$' door.c)
echo "linux-source $(ls linux-source-6.1_*.deb | cut -d_ -f2): $seen enumerators called open"
[ "$seen" = 2 ]
