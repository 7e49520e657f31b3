"""Runs every cell, or those named, and writes bench/results/DATE-name.md.

    python3 bench/load/run.py [--program build/release/bin/vitrine] [--name pictures]
                              [--quick] [--cells miss,cached,…]
"""

import argparse
import datetime
import os
import pathlib
import shlex
import shutil
import sys
import tempfile
import time

import cell_counting
import cell_dashboard
import cell_fanout
import cell_hits
import cell_instances
import cell_logins
import cell_micro
import cell_miss
import cell_mixed
import cell_photographs
import cell_png
import cell_queue
import cell_score
import cell_sharing
import cell_siblings
import cell_uploads
import client
import peers
import report


class Setup:
    """What the cells share. Peers start when a cell first needs them."""

    def __init__(self, folder, program):
        self.folder = folder
        self.program = program
        # One core for who is measured and one for who asks, where there are two.
        cores = sorted(os.sched_getaffinity(0))
        self.server_pin = ("taskset", "-c", str(cores[0])) if len(cores) > 1 else ()
        self.client_pin = ("taskset", "-c", str(cores[1])) if len(cores) > 1 else ()
        self.ipx = peers.install_ipx()
        self.origin = peers.origin(folder)
        self.stalled_origin = cell_sharing.StalledOrigin()
        self._vitrine = None
        self._ipx = None

    def configuration(self):
        origin = f"http://127.0.0.1:{self.origin.port}"
        return {"log": {"requests": False},
                "namespaces": {
                    "photographs": {"origin": origin + "/photographs/{id}"},
                    "copies": {"origin": origin + "/copies/{id}"},
                    "baseline": {"origin": origin + "/baseline/{id}"},
                    "hostile": {"origin": origin + "/{id}"},
                    "stalled": {"origin": f"http://127.0.0.1:{self.stalled_origin.port}/{{id}}"}}}

    def vitrine_peer(self):
        if self._vitrine is None:
            self._vitrine = peers.vitrine(self.folder, self.program, self.configuration(),
                                          self.server_pin)
            self._vitrine.client_pin = self.client_pin
        return self._vitrine

    def fresh_vitrine(self):
        """A new process with an empty cache."""
        if self._vitrine is not None:
            self._vitrine.stop()
            shutil.rmtree(self._vitrine.home)
            self._vitrine = None
        return self.vitrine_peer()

    def ipx_peer(self):
        if self._ipx is None:
            self._ipx = peers.ipx(self.folder, self.ipx, self.server_pin)
        return self._ipx

    def renders(self):
        """Pictures rendered since the start."""
        text = client.ask(self.vitrine_peer().status_port, "/metrics").body.decode()
        values = [float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                  if line.split("{")[0].split(" ")[0] == "vitrine_delivery_render_seconds_count"]
        if not values:
            raise SystemExit("bench: /metrics does not say how many pictures were rendered")
        return sum(values)

    @staticmethod
    def wait_until(condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"bench: waited in vain until {what}")
            time.sleep(0.01)

    def stop(self):
        for peer in (self._vitrine, self._ipx, self.origin):
            if peer is not None:
                peer.stop()
        self.stalled_origin.close()


def cells(quick):
    rounds, count, seconds = (3, 8, 1) if quick else (7, 16, 4)
    return {
        "miss": lambda setup: cell_miss.run(setup, rounds, count),
        "photographs": lambda setup: cell_photographs.in_process(setup, rounds),
        "progressive": lambda setup: cell_photographs.progressive_in_process(setup, rounds),
        "camera": lambda setup: cell_photographs.over_http(setup, rounds),
        "siblings": lambda setup: cell_siblings.run(setup, rounds),
        "png": lambda setup: cell_png.run(setup, rounds),
        "score": lambda setup: cell_score.run(setup),
        "cached": lambda setup: cell_hits.cached(setup, rounds, seconds),
        "plain": lambda setup: cell_hits.plain(setup, rounds, seconds),
        "unchanged": lambda setup: cell_hits.unchanged(setup, rounds, seconds),
        "burst": lambda setup: cell_sharing.burst(setup, 100),
        "sizes": lambda setup: cell_sharing.sizes(setup),
        "stalled": lambda setup: cell_sharing.stalled(setup, 16, 10 if quick else 25),
        "mixed": lambda setup: cell_mixed.run(setup, 600 if quick else 2000),
        "counting": lambda setup: cell_counting.counting(setup, rounds, seconds),
        "reading": lambda setup: cell_counting.reading(setup, rounds, seconds),
        "instances": lambda setup: cell_instances.run(setup, 3 if quick else 10, 20 if quick else 200),
        "fanout": lambda setup: cell_fanout.run(setup, 1 if quick else 5, 20 if quick else 60),
        "logins": lambda setup: cell_logins.run(setup, 200),
        "queue": lambda setup: cell_queue.run(setup, 1 if quick else 5, 5000 if quick else 20_000),
        "uploads": lambda setup: cell_uploads.run(setup, 5 if quick else 30, 2 if quick else 5),
        "dashboard": lambda setup: cell_dashboard.run(setup, 10 if quick else 60),
        "micro": lambda setup: cell_micro.run(setup, quick),
    }


def versions(setup):
    rows = [("libvips of Vitrine", report.output_of("pkg-config", "--modversion", "vips")),
            ("nginx", report.output_of("sh", "-c", "/usr/sbin/nginx -v 2>&1"))]
    if setup.ipx:
        sharp = peers.sharp_versions()
        rows.append(("ipx", f"{peers.IPX_VERSION}, sharp {sharp['sharp']}, libvips {sharp['vips']}, "
                            f"Node {report.output_of('node', '--version')}"))
    else:
        rows.append(("ipx", "**SKIPPED: could not be installed**"))
    rows.append(("wrk", report.output_of("dpkg-query", "-W", "-f=${Version}", "wrk")))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path,
                        default=peers.ROOT / "build" / "release" / "bin" / "vitrine")
    parser.add_argument("--name", default="pictures")
    parser.add_argument("--quick", action="store_true", help="few rounds, to try the cells")
    parser.add_argument("--cells", default="", help="some of: " + ",".join(cells(True)))
    parser.add_argument("--stdout", action="store_true", help="print instead of writing a file")
    options = parser.parse_args()
    todo = cells(options.quick)
    if options.cells:
        todo = {name: todo[name] for name in options.cells.split(",")}
    before = report.load_average()
    sections = []
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as folder:
        setup = Setup(pathlib.Path(folder), options.program.resolve())
        try:
            for name, cell in todo.items():
                print(f"bench: {name}", file=sys.stderr)
                sections.append(cell(setup))
            facts = versions(setup)
        finally:
            setup.stop()
    command = "python3 bench/load/run.py " + shlex.join(sys.argv[1:])
    note = report.preamble(options.name, command.strip(), options.program.resolve(), facts,
                           (before, report.load_average()))
    note = "\n".join([note, *(section.markdown() for section in sections)])
    if options.stdout:
        print(note)
        return
    results = peers.ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    path = results / f"{datetime.date.today()}-{options.name}.md"
    path.write_text(note)
    print(f"bench: wrote {path.relative_to(peers.ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
