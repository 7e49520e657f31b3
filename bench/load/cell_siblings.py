"""Four sizes of one original: made together, each alone, and by sharp; and one size more of an
original whose planes are kept."""

import os
import subprocess

import peers
import photographs
import report


def _measured(command, only=None):
    """CPU ms by photograph and way, and the peak of resident memory in KiB."""
    environment = {**os.environ, **({"ONLY": only} if only else {})}
    text = subprocess.run(command, check=True, capture_output=True, text=True,
                          env=environment).stdout
    *lines, last = text.splitlines()
    times = {}
    for line in lines:
        name, way, spent = line.split()
        times[name, way] = float(spent)
    return times, int(last.split()[2])


def run(setup, rounds):
    files = photographs.prepare()
    ours = [setup.program.parent / "siblings_bench", "3", *files]
    theirs = ["node", peers.ROOT / "bench/load/sharp_siblings.cjs",
              peers.ROOT / "build/peers/node_modules", "3", *files]
    all_times = {}
    for turn in range(rounds):
        for command in (ours, theirs)[::1 if turn % 2 == 0 else -1]:
            for key, spent in _measured(command)[0].items():
                all_times.setdefault(key, []).append(spent)
    spent = {key: report.median(values) for key, values in all_times.items()}
    memory = {way: _measured([ours[0], "1", *files], way)[1] for way in ("together", "alone")}
    memory["sharp"] = _measured([*theirs[:3], "1", *files])[1]
    rows, ratios = [], {"alone": [], "sharp": []}
    for file in files:
        name = file.stem
        together = spent[name, "together"]
        for other, values in ratios.items():
            values.append(together / spent[name, other])
        rows.append([name, f"{photographs.megapixels(file):.1f}", f"{together:.1f}",
                     f"{spent[name, 'alone']:.1f}", f"{spent[name, 'sharp']:.1f}",
                     f"{ratios['alone'][-1]:.2f}", f"{ratios['sharp'][-1]:.2f}",
                     f"{spent[name, 'smallest']:.1f}", f"{spent[name, 'kept']:.1f}"])
    middle = {other: report.median(values) for other, values in ratios.items()}
    rows.append(["**median**", "", "", "", "", f"{middle['alone']:.2f}", f"{middle['sharp']:.2f}",
                 "", ""])
    peaks = ", ".join(f"{way} {kibibytes / 1024:.0f} MiB" for way, kibibytes in memory.items())
    return report.Section(
        "Four sizes of a photograph: 1000, 750, 500 and 250 wide",
        f"JPEG at quality 80, one thread in process; CPU ms, medians of {rounds} rounds in which "
        "both programs take turns. `together` is one render_many, `alone` four renders; the last "
        "two columns are the size of 250, alone and from planes that are kept. Peak memory over "
        f"all photographs: {peaks}.",
        ["photograph", "MP", "together", "alone", "sharp", "of alone", "of sharp", "250",
         "250 kept"], rows,
        report.verdict(middle["sharp"] <= 0.3,
                       f"median {middle['sharp']:.2f} of four of sharp's (goal 0.30), "
                       f"{middle['alone']:.2f} of four of our own."))
