#!/usr/bin/env bash
# A verifier that SPIN generates exits 0 whatever it finds: a violated assertion, and a search that its depth limit cut
# short. Both are lines among the others on stdout; `spin -search` is the same. A pipeline that asks for the status alone is green.
#
# Guessed: not 0 where an assertion is violated, and not 0 where the search is incomplete, as compilers and test programs do.
# Seen with Debian's spin 6.5.2+dfsg-1 and gcc 12: "assertion violated" with "errors: 1", and "max search depth too small" with
# "errors: 0"; the status is 0 four times. Exits 1 if that changes. Needs apt, dpkg and gcc.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
apt-get -qq download spin=6.5.2+dfsg-1 2> /dev/null
dpkg -x spin_*.deb .
spin=$PWD/usr/bin/spin

cat > violated.pml << 'PML'
int n;
active proctype counter() { n++; assert(n == 2) }
PML
cat > deep.pml << 'PML'
int n;
active proctype counter() { do :: n < 100 -> n++ :: else -> break od; assert(n == 0) }
PML

statuses=''
said=''
for model in 'violated 10000' 'deep 20'; do
  read -r name depth <<< "$model"
  "$spin" -a $name.pml
  gcc -w -o pan pan.c
  for run in "./pan -m$depth" "$spin -search -m$depth $name.pml"; do
    status=0
    output=$($run) || status=$?
    statuses+=" $status"
    said+=$(grep -oE 'assertion violated|search depth too small' <<< "$output" | sort -u)
    said+=", $(grep -oE 'errors: [0-9]+' <<< "$output"); "
  done
done
echo "spin 6.5.2: $said"
echo "statuses:$statuses"
[ "$statuses" = ' 0 0 0 0' ]
[ "$(grep -o 'assertion violated, errors: 1' <<< "$said" | wc -l)" = 2 ]
[ "$(grep -o 'search depth too small, errors: 0' <<< "$said" | wc -l)" = 2 ]
