"""Starts and stops what the cells measure: Vitrine, nginx as origin and as peer, ipx."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHOTOGRAPHS = pathlib.Path("/usr/share/backgrounds")
BASELINE = ROOT / "build" / "photographs"  # of photographs.py
IPX_VERSION = "3.1.1"
SSIMULACRA2 = "ssimulacra2_rs@0.5.2"
QUEUES = ("node-resque@9.7.1", "bullmq@6.7.0")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"bench: {what} ended with {process.returncode} while starting")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    raise SystemExit(f"bench: {what} does not listen on {port}")


class Peer:
    """A running program with a port. Stopped by its id, with everything in its process group."""

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        self.log = open(folder / f"{name}.log", "wb")
        self.process = subprocess.Popen(command, cwd=folder, start_new_session=True,
                                        env={**os.environ, **(environment or {})},
                                        stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log)
        self.port = 0

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGTERM)
            try:
                self.process.wait(35)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()


def nginx(folder, name, server, pin=()):
    """nginx with one worker; `server` is the inside of its server block, without listen."""
    port = free_port()
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    # The worker of a root-owned nginx runs as nobody and must be able to read its files.
    for parent in (folder, home):
        parent.chmod(0o755)
    (home / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
events {{ worker_connections 4096; }}
http {{
  types {{ image/jpeg jpg; image/png png; image/webp webp; image/avif avif; text/html html; }}
  log_format plain '$status $uri;';
  sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 600s;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    root files;
    {server}
  }}
}}
""")
    (home / "files").mkdir(exist_ok=True)
    peer = Peer(name, [*pin, "/usr/sbin/nginx", "-p", str(home), "-c", "nginx.conf", "-e",
                       "error.log"], home)
    peer.port = port
    peer.home = home
    wait_for(port, peer.process, name)
    return peer


def origin(folder):
    """Photographs under /photographs/, and under as many names as wanted in /copies/N/."""
    return nginx(folder, "origin", f"""
    access_log access.log plain;
    location /photographs/ {{ alias {PHOTOGRAPHS}/; }}
    location ~ ^/baseline/[^/]+/(.+)$ {{ alias {BASELINE}/$1; }}
    location ~ ^/copies/[^/]+/(.+)$ {{ alias {PHOTOGRAPHS}/$1; }}
""")


def fetches(peer, path):
    return (peer.home / "access.log").read_text().count(f" {path};\n")


def vitrine(folder, program, configuration, pin=()):
    home = folder / "vitrine"
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "bench.json").write_text(json.dumps(
        {"server_port": 0, "status_port": 0, "blobs": "file:data/blobs",
         # As nginx runs here: one worker, no line for each request.
         "threads": {"shards": 1}, "log": {"requests": False},
         "origin_allow_private": ["127.0.0.1"], **configuration}))
    peer = Peer("vitrine", [*pin, str(program), "serve", "-e", "bench"], home)
    peer.home = home
    peer.status_port = 0
    end = time.monotonic() + 30
    while time.monotonic() < end and peer.process.poll() is None:
        for line in (home / "vitrine.log").read_text(errors="replace").splitlines():
            if line.startswith("vitrine: http://"):
                peer.port = int(line.rsplit(":", 1)[1])
            if line.startswith("vitrine: status http://"):
                peer.status_port = int(line.rsplit(":", 1)[1])
        if peer.port and peer.status_port:
            return peer
        time.sleep(0.02)
    raise SystemExit(f"bench: vitrine is not ready; see {home}/vitrine.log")


def install(packages):
    """The folder with `name@version` packages of npm; None, loudly, when they cannot be had: a table
    without a peer compares nothing."""
    folder = ROOT / "build" / "peers"

    def is_there(package):
        name, version = package.rsplit("@", 1)
        told = folder / "node_modules" / name / "package.json"
        return told.exists() and json.loads(told.read_text())["version"] == version

    if all(is_there(package) for package in packages):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    print(f"bench: npm install {' '.join(packages)} into {folder}", file=sys.stderr)
    try:
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", *packages],
                       cwd=folder, check=True, timeout=300)
        return folder
    except (OSError, subprocess.SubprocessError) as error:
        print(f"bench: !!! {' '.join(packages)} COULD NOT BE INSTALLED, its cells are skipped: "
              f"{error}", file=sys.stderr)
        return None


def ssimulacra2():
    """The program that gives scores of SSIMULACRA2; None, loudly, where cargo cannot build it."""
    folder = ROOT / "build" / "peers" / "ssimulacra2"
    program = folder / "bin" / "ssimulacra2_rs"
    if program.exists():
        return program
    print(f"bench: cargo install {SSIMULACRA2} into {folder}", file=sys.stderr)
    try:
        subprocess.run(["cargo", "install", SSIMULACRA2, "--no-default-features", "--quiet",
                        "--root", folder], check=True, timeout=1200)
        return program
    except (OSError, subprocess.SubprocessError) as error:
        print(f"bench: !!! {SSIMULACRA2} COULD NOT BE INSTALLED, its column stays empty: {error}",
              file=sys.stderr)
        return None


def install_ipx():
    folder = install([f"ipx@{IPX_VERSION}"])
    return folder and folder / "node_modules" / "ipx" / "bin" / "ipx.mjs"


@contextlib.contextmanager
def redis(folder, *options):
    """A redis-server that keeps what it is told, and its port."""
    port = free_port()
    home = folder / f"redis-{port}"
    home.mkdir()
    server = Peer("redis", ["redis-server", "--port", str(port), "--bind", "127.0.0.1",
                            "--dir", str(home), "--save", "", "--appendonly", "yes", *options], home)
    try:
        wait_for(port, server.process, "redis-server")
        server.port = port
        yield server
    finally:
        server.stop()


def ipx(folder, program, pin=()):
    port = free_port()
    home = folder / "ipx"
    home.mkdir(parents=True, exist_ok=True)
    peer = Peer("ipx", [*pin, "node", str(program), "serve", "--host", "127.0.0.1", "--port",
                        str(port)], home,
                environment={"IPX_HTTP_ALLOW_ALL_DOMAINS": "true", "NODE_ENV": "production",
                             "MALLOC_ARENA_MAX": "2"})
    peer.port = port
    wait_for(port, peer.process, "ipx")
    return peer


def sharp_versions():
    text = subprocess.run(["node", "-p", "JSON.stringify(require('sharp').versions)"],
                          cwd=ROOT / "build" / "peers", capture_output=True, text=True, check=True)
    return json.loads(text.stdout)
