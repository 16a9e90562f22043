#!/usr/bin/env bash
# In Promela a byte that is counted past 255 becomes 0. SPIN's simulation calls that an error; its exhaustive verification of the
# same model says nothing, goes on with 0, and reports no error. So a model whose counter is too small is verified.
#
# Guessed: what a simulation calls an error, a verification finds. Seen with Debian's spin 6.5.2+dfsg-1 and gcc 12: "Error: value
# (256->0 (8)) truncated in assignment" from the one, "errors: 0" and no such word from the other. Exits 1 if that changes.
# Needs apt, dpkg and gcc.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
apt-get -qq download spin=6.5.2+dfsg-1 2> /dev/null
dpkg -x spin_*.deb .
spin=$PWD/usr/bin/spin

cat > users.pml << 'PML'
byte users = 255;
active proctype open() { users = users + 1; assert(users < 256) }
PML
simulated=$("$spin" users.pml) || true
"$spin" -a users.pml
gcc -w -o pan pan.c
verified=$(./pan 2>&1)
echo "simulation: $(grep -oE 'Error: .*' <<< "$simulated")"
echo "verification: $(grep -oE 'errors: [0-9]+' <<< "$verified"), $(grep -c truncated <<< "$verified" || true) lines on truncation"
grep -q 'truncated in assignment' <<< "$simulated"
grep -q 'errors: 0' <<< "$verified"
! grep -q truncated <<< "$verified"
