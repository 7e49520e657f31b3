"""Small pictures of PNG originals, a photograph and a screenshot with transparent corners: CPU in
process beside sharp and our long way, and bytes."""

import subprocess

import peers
import photographs
import report

PHOTOGRAPH = "life"


def _node(rounds, folder, files):
    return ["node", peers.ROOT / "bench/load/sharp_png.cjs",
            peers.ROOT / "build/peers/node_modules", str(rounds), folder, *files]


def _made(setup, rounds, folder, files):
    """CPU ms, and bytes, by original and way, of both programs in turn."""
    ours = [setup.program.parent / "png_bench", "3", folder, *files]
    times, sizes = {}, {}
    for turn in range(rounds):
        for command in (ours, _node(3, folder, files))[::1 if turn % 2 == 0 else -1]:
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for line in text.splitlines():
                name, way, spent, size = line.split()
                times.setdefault(name, {}).setdefault(way, []).append(float(spent))
                sizes.setdefault(name, {})[way] = int(size)
    return times, sizes


def run(setup, rounds):
    folder = setup.folder / "png"
    folder.mkdir()
    (photograph,) = [file for file in photographs.prepare() if file.stem == PHOTOGRAPH]
    subprocess.run(_node("originals", folder, [photograph]), check=True)
    files = [folder / "photograph.png", folder / "screenshot.png"]
    times, sizes = _made(setup, rounds, folder, files)
    rows, ratios, png_sizes = [], [], []
    for name, ways in times.items():
        for ending in ("png", "jpg", "webp"):
            short, long, theirs = (f"{way}.{ending}" for way in ("short", "libvips", "sharp"))
            ratios.append(report.median(ways[short]) / report.median(ways[theirs]))
            size = sizes[name][short] / sizes[name][theirs]
            if ending == "png":
                png_sizes.append(size)
            rows.append([name, ending, *(report.spread(ways[way]) for way in (short, long, theirs)),
                         f"{ratios[-1]:.2f}", f"{sizes[name][short]:,}", f"{size:.2f}"])
    return report.Section(
        "PNG to 500 wide, one thread in process",
        f"A photograph and a screenshot with transparent corners and a shadow, both 2000x1332; CPU ms of {rounds} rounds "
        "in which both programs take turns, in each the median of three after one that is not counted; "
        "sharp with its own defaults, JPEG and WebP at quality 80.",
        ["original", "to", "short way", "long way", "sharp", "of sharp", "bytes", "of sharp"], rows,
        report.verdict(max(ratios) <= 0.8 and max(png_sizes) <= 1.03,
                       f"at most {max(ratios):.2f} of sharp's CPU (goal 0.80), PNG at most "
                       f"{max(png_sizes):.2f} of its bytes (1.03)."))
