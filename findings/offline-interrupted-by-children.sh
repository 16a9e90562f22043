#!/usr/bin/env bash
# A shell that takes memory offline is interrupted by each of its children that ends: the kernel gives up all that it has isolated
# and moved, with EINTR, and busybox's `echo` begins the same write again without a word. Its status is 0.
#
# Guessed: SIGCHLD is no signal that stops a write to sysfs, or the write fails and echo says so. Seen with Debian's kernel
# 6.1.0-56-amd64 (6.1.192-2) in QEMU 7.2 and busybox 1.35: offline_pages() is called once by a shell without children, and
# several times beside children that sleep and end. A trace of offlining is therefore not one call, but the last that succeeds.
# Exits 1 if that changes. Needs apt, dpkg, cpio, qemu-system-x86_64 and Debian's busybox-static, and downloads 71 MB.
set -euo pipefail
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
apt-get -qq download linux-image-6.1.0-56-amd64=6.1.192-2 2> /dev/null
dpkg -x linux-image-*.deb img
mkdir -p root/bin root/proc root/sys
cp /bin/busybox root/bin

cat > root/init << 'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t tracefs tracefs /sys/kernel/tracing
state=/sys/devices/system/memory/memory32/state
cd /sys/kernel/tracing
echo offline_pages > set_ftrace_filter
echo function > current_tracer
begun() { # with how many children
  echo online_movable > $state
  echo > trace
  for k in $(seq 1 $1); do (sleep 0.0$k; exit) & done
  echo offline > $state
  status=$?
  echo "children $1: offline_pages() called $(grep -c ' offline_pages <-' trace) times, status $status, $(cat $state)"
  wait
}
begun 0
begun 9
poweroff -f
END
chmod +x root/init
(cd root && find . | cpio -o -H newc --quiet | gzip > ../initrd.gz)
timeout 600 qemu-system-x86_64 -M q35 -cpu qemu64 -smp 2 -m 512M,slots=2,maxmem=1G -display none -no-reboot -serial stdio \
  -object memory-backend-ram,id=mem1,size=128M -device pc-dimm,id=dimm1,memdev=mem1 \
  -kernel img/boot/vmlinuz-6.1.0-56-amd64 -initrd initrd.gz -append 'console=ttyS0 quiet panic=-1' < /dev/null |
  tr -d '\r' | grep -o 'children .*' > seen.txt
echo "$(qemu-system-x86_64 --version | head -1), $(busybox | head -1)"
cat seen.txt
grep -q '^children 0: offline_pages() called 1 times, status 0, offline$' seen.txt
grep -qE '^children 9: offline_pages\(\) called ([2-9]|[1-9][0-9]+) times, status 0, offline$' seen.txt
