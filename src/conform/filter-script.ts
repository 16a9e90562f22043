// What to trace, as a shell script for the guest: it runs a command and prints its trace. It uses no more than busybox has.

import type { TraceFilter } from './trace-filter.ts';

export function filterScript(model: string, filter: TraceFilter): string {
  const { functions, probes, mutexes, otherEvents } = filter;
  const others = otherEvents.map((name) => `# It needs an event of this name, too: ${name}\n`);
  return `#!/bin/sh
# Runs a command and prints what of the kernel it did, for: mmcheck conform TRACE ${model}
#   sh trace.sh COMMAND... > trace.txt
# As root, on a kernel with CONFIG_FUNCTION_TRACER and CONFIG_KPROBE_EVENTS. It ends as the command does. It traces in an
# instance of its own, and takes nothing from who else is tracing.

tracing=/sys/kernel/tracing
die() { echo "trace.sh: $*" >&2; exit 2; }
[ $# -gt 0 ] || die "needs a command to run"
[ -e $tracing/trace ] || mount -t tracefs nodev $tracing || die "there is no $tracing: is this root, and /sys mounted?"
case $(uname -m) in
  x86_64) arg1=%di arg2=%si ;;
  aarch64) arg1=%x0 arg2=%x1 ;;
  *) arg1='$arg1' arg2='$arg2' ;;
esac

instance=$tracing/instances/mmcheck
clean() {
  [ -d $instance ] || return
  echo nop > $instance/current_tracer
  echo 0 > $instance/events/enable
  rmdir $instance
  for probe in ${probes.map(({ name }) => name).join(' ')}; do
    echo "-:mmc/$probe" >> $tracing/kprobe_events
  done
} 2> /dev/null
trap clean EXIT
trap 'exit 130' INT TERM HUP
clean
mkdir $instance || die "no tracing of its own: is another trace.sh running?"
echo 0 > $instance/tracing_on
echo counter > $instance/trace_clock
echo 16384 > $instance/buffer_size_kb
# The names of tasks are kept in a table of 128.
echo 4096 > $tracing/saved_cmdlines_size

# By their numbers, which is faster than by their names; what is inlined is in no list.
functions="
${inLines(functions)}"
numbers=$(awk -v names="$(echo $functions)" '
  BEGIN { split(names, list, " "); for (k in list) wanted[list[k]] = 1 }
  { split($1, name, "."); if (name[1] in wanted) print NR }' $tracing/available_filter_functions)
# A filter of nothing would let everything pass.
[ -n "$numbers" ] || die "none of its functions can be traced here"
echo "$numbers" > $instance/set_ftrace_filter

while read -r probe; do
  probe=$(echo "$probe" | sed "s/ARG1/$arg1/g; s/ARG2/$arg2/g")
  echo "$probe" >> $tracing/kprobe_events 2> /dev/null || echo "trace.sh: no probe: $probe" >&2
done << 'END'
${probes.map(({ definition }) => definition).join('\n')}
END

# Only these mutexes: there are too many others. Their addresses are zeros to whom they are hidden from.
locks="${mutexes.join(' ')}"
addresses=$(awk -v names="$locks" '
  BEGIN { left = split(names, list, " "); for (k in list) wanted[list[k]] = 1 }
  !left { exit }
  $3 in wanted { delete wanted[$3]; left--; print "0x" $1 }' /proc/kallsyms)
case $addresses in
  *0x0000000000000000*) die "addresses are hidden: echo 1 > /proc/sys/kernel/kptr_restrict" ;;
esac
filter='addr == 0'
for address in $addresses; do filter="$filter || addr == $address"; done
for event in ${probes.flatMap(({ name, ofMutexes }) => (ofMutexes ? name : [])).join(' ')}; do
  echo "$filter" > $instance/events/mmc/$event/filter
done

${others.join('')}echo function > $instance/current_tracer
echo 1 > $instance/events/mmc/enable
echo > $instance/trace
echo 1 > $instance/tracing_on
("$@") >&2
status=$?
echo 0 > $instance/tracing_on
awk '$3 > 0 { print "# probe " $1 " missed " $3 " events" }' $tracing/kprobe_profile
cat $instance/trace
exit $status
`;
}

const WIDTH = 100;

function inLines(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < WIDTH) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines.join('\n');
}
