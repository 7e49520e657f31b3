"""Collects tables and writes one Markdown note per run."""

import dataclasses
import datetime
import os
import platform
import statistics
import subprocess

import peers


def output_of(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True,
                              cwd=peers.ROOT).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"


@dataclasses.dataclass
class Section:
    title: str
    text: str
    header: list
    rows: list
    verdict: str

    def markdown(self):
        lines = [f"## {self.title}", "", *([self.text, ""] if self.text else []),
                 "| " + " | ".join(map(str, self.header)) + " |",
                 "|" + " --- |" * len(self.header)]
        lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in self.rows]
        return "\n".join([*lines, "", self.verdict, ""])


def median(values):
    return statistics.median(values)


def spread(values, scale=1.0, digits=1):
    """Median with the smallest and largest value: how far a single round may be trusted."""
    low, mid, high = min(values), median(values), max(values)
    return f"{mid * scale:.{digits}f} ({low * scale:.{digits}f} to {high * scale:.{digits}f})"


def verdict(passed, text):
    return f"**{'Met' if passed else 'NOT met'}**: {text}"


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def preamble(name, command, program, versions, loads):
    commit = output_of("git", "rev-parse", "--short=12", "HEAD")
    if output_of("git", "status", "--porcelain", "--untracked-files=no"):
        commit += " with uncommitted changes"
    rows = [
        ("Date", datetime.datetime.now().strftime("%Y-%m-%d %H:%M")),
        ("Machine", f"{os.cpu_count()} cores, {processor()}, Linux {platform.release()}"),
        ("Load average", f"{loads[0]} before, {loads[1]} after"),
        ("Commit", commit),
        ("Program", f"{os.path.relpath(program, peers.ROOT)}, {output_of(str(program), '--version')}"),
        *versions,
        ("Command", f"`{command}`"),
    ]
    return "\n".join([f"# Measured: {name}", "",
                      "CPU time is the figure: nanoseconds of every thread of the process and its children, "
                      "from `/proc/*/task/*/schedstat`, divided by the requests. Contenders take turns in "
                      "rounds of one run; cells show the median and, in brackets, the smallest and largest "
                      "round. Wall-clock times depend on what else the machine did.", "",
                      "| | |", "| --- | --- |",
                      *(f"| {key} | {value} |" for key, value in rows), ""])


def load_average():
    return " ".join(f"{value:.2f}" for value in os.getloadavg())
