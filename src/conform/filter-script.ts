// What to trace, as a shell script for the guest: it runs a command and prints its trace. It uses no more than busybox has.

import type { TraceFilter } from './trace-filter.ts';

export function filterScript(model: string, filter: TraceFilter): string {
  const { functions, probes, mutexes, otherEvents } = filter;
  const others = otherEvents.map((name) => `# It needs an event of this name, too: ${name}\n`);
  return `#!/bin/sh
# Runs a command and prints what of the kernel it did, for: mmcheck conform TRACE ${model}
#   sh trace.sh COMMAND... > trace.txt
# As root, on a kernel with CONFIG_FUNCTION_TRACER and CONFIG_KPROBE_EVENTS.

T=/sys/kernel/tracing
[ -e $T/trace ] || mount -t tracefs nodev $T || exit
here=$PWD
cd $T || exit
case $(uname -m) in
  x86_64) arg1=%di arg2=%si ;;
  aarch64) arg1=%x0 arg2=%x1 ;;
  *) arg1='$arg1' arg2='$arg2' ;;
esac

echo 0 > tracing_on
echo nop > current_tracer
echo 0 > events/enable
echo > set_ftrace_pid
echo > kprobe_events
echo counter > trace_clock
echo 16384 > buffer_size_kb

# By their numbers, which is faster than by their names; what is inlined is in no list.
tr ' ' '\\n' > /tmp/mmcheck-functions << END
${inLines(functions)}
END
awk 'NR == FNR { wanted[$1] = 1; next }
  { name = $1; sub(/[.](isra|constprop|part|cold)[.0-9]*/, "", name); if (name in wanted) print FNR }' \\
  /tmp/mmcheck-functions available_filter_functions > /tmp/mmcheck-numbers
cat /tmp/mmcheck-numbers > set_ftrace_filter

while read -r probe; do
  probe=$(echo "$probe" | sed "s/ARG1/$arg1/g; s/ARG2/$arg2/g")
  echo "$probe" >> kprobe_events 2> /dev/null || echo "no probe: $probe" >&2
done << 'END'
${probes.map(({ definition }) => definition).join('\n')}
END

filter=
for lock in ${mutexes.join(' ')}; do
  address=$(awk -v lock=$lock '$3 == lock { print "0x" $1; exit }' /proc/kallsyms)
  [ -n "$address" ] && filter="\${filter:+$filter || }addr == $address"
done
for event in ${probes.flatMap(({ name, ofMutexes }) => (ofMutexes ? name : [])).join(' ')}; do
  echo "\${filter:-addr == 0}" > events/mmc/$event/filter
done

${others.join('')}echo function > current_tracer
echo 1 > events/mmc/enable
echo > trace
echo 1 > tracing_on
(cd "$here" && "$@") >&2
echo 0 > tracing_on
cat trace
echo nop > current_tracer
echo 0 > events/enable
echo > kprobe_events
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
