"""CPU time and memory of a process and everything it started, from /proc."""

import os
import pathlib

TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def _stat_fields(pid):
    # The name is in brackets and may hold anything; the fields begin after the last one.
    text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2:].split()


def tree(pid):
    """The process and its descendants that live now."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                children.setdefault(int(_stat_fields(entry)[1]), []).append(int(entry))
            except OSError:
                pass  # it ended meanwhile
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _scheduled_ns(pids):
    total = 0
    for pid in pids:
        for stat in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(stat.read_text().split()[0])
            except OSError:
                pass  # the thread ended meanwhile
    return total


def _accounted_ns(pids):
    # utime, stime, and those of children that ended: coarse, but it remembers ended threads.
    return TICK_NS * sum(sum(map(int, _stat_fields(pid)[11:15])) for pid in pids)


class Meter:
    """CPU nanoseconds between construction and `spent`."""

    def __init__(self, pid):
        self.pid = pid
        self.pids = tree(pid)
        self.scheduled = _scheduled_ns(self.pids)
        self.accounted = _accounted_ns(self.pids)

    def spent(self):
        pids = tree(self.pid)
        scheduled = _scheduled_ns(pids) - self.scheduled
        accounted = _accounted_ns(pids) - self.accounted
        # Threads that ended took their schedstat with them; only then is the coarse figure better.
        return accounted if accounted > scheduled + 3 * TICK_NS * len(pids) else scheduled


def resident_bytes(pid):
    pages = 0
    for member in tree(pid):
        try:
            pages += int(pathlib.Path(f"/proc/{member}/statm").read_text().split()[1])
        except OSError:
            pass
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak_resident_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
