"""The micro benchmarks (Google Benchmark) that stand beside the program."""

import json
import subprocess

import report


def run(setup, quick):
    programs = sorted(setup.program.parent.glob("*_bench"))
    rows = []
    for program in programs:
        text = subprocess.run([*setup.server_pin, program, "--benchmark_format=json",
                               f"--benchmark_min_time={0.05 if quick else 0.5}"],
                              check=True, capture_output=True, text=True).stdout
        for result in json.loads(text)["benchmarks"]:
            rows.append([program.name, f"`{result['name']}`",
                         f"{result['cpu_time']:,.1f} {result['time_unit']}",
                         f"{result['iterations']:,}"])
    return report.Section("Micro benchmarks", "CPU time per iteration, one thread.",
                          ["program", "benchmark", "CPU", "iterations"], rows,
                          "Not compared with anything; they show what a change does."
                          if rows else "**SKIPPED: no micro benchmark was built.**")
