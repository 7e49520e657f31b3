"""The dashboard in Chromium while 500 purchases a second come in: is it free, and does it stay small?"""

import http.client
import json
import shutil
import subprocess
import time

import peers
import report

PERSON = {"username": "ada", "password": "a fine password"}
RATE = 500
BROWSER = peers.ROOT / "tests" / "browser"
PAGE = peers.ROOT / "bench" / "load" / "dashboard_page.mjs"


def _post(port, path, body, cookie=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if cookie:
        headers["Cookie"] = cookie
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders()
                        if name.lower() == "set-cookie")
    connection.close()
    if answer.status >= 300:
        raise SystemExit(f"bench: {path} answered {answer.status} {text.decode()}")
    return json.loads(text), cookies


def _till(port):
    """A key that may report purchases, of the first person, who is the operator."""
    _, cookie = _post(port, "/account/register", PERSON)
    key, _ = _post(port, "/account/keys", {"name": "till", "scopes": "purchases:write"}, cookie)
    return key["key"]


def _install(folder):
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(BROWSER / name, folder)
    shutil.copy(PAGE, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _offset(vitrine):
    text = subprocess.run(["curl", "-s", f"http://127.0.0.1:{vitrine.status_port}/metrics"],
                          capture_output=True, text=True, check=True).stdout
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
               if line.startswith("vitrine_sales_purchases_total"))


def run(setup, seconds):
    vitrine = setup.fresh_vitrine()
    key = _till(vitrine.port)
    folder = setup.folder / "browser"
    _install(folder)
    url = f"http://127.0.0.1:{vitrine.port}"
    seller = subprocess.Popen(
        [*setup.server_pin, setup.program, "generate", "--rate", str(RATE), "--to", url, "--key", key],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        begin, before = time.monotonic(), _offset(vitrine)
        watched = subprocess.run(
            ["node", PAGE.name, url, PERSON["username"], PERSON["password"],
             str(seconds)], cwd=folder, capture_output=True, text=True, check=False)
        rate = (_offset(vitrine) - before) / (time.monotonic() - begin)
    finally:
        seller.terminate()
        seller.wait()
    if watched.returncode != 0:
        raise SystemExit(f"bench: {watched.stderr}")
    pages = json.loads(watched.stdout)
    rows = [[page["path"], f"{page['bytes'] / 1024:.0f}", f"{page['interactive_ms']:.0f} / {page['interactive_cpu_ms']:.0f}",
             f"{page['cpu_share']:.1%}",
             page["dropped"], page["messages"], f"{page['long_tasks']} / {page['longest_ms']:.0f}",
             f"{page['heap_begin'] / 2**20:.1f} / {page['heap_end'] / 2**20:.1f}"] for page in pages]
    free = all(page["longest_ms"] <= 100 and page["dropped"] == 0 and not page["errors"]
               for page in pages)
    small = all(page["bytes"] < 150 * 1024 for page in pages)
    flat = all(page["heap_end"] - page["heap_begin"] < 2 * 2**20 for page in pages)
    quick = all(page["interactive_ms"] < 1000 for page in pages)
    return report.Section(
        f"The dashboard open, {RATE} purchases a second",
        f"Two pages in Chromium for {seconds} s, each loaded with an empty cache; the server and "
        f"`vitrine generate` share one core with it. {rate:.0f} purchases a second were committed. First view: every byte "
        "that came over the wire until 1.5 s after the page showed its numbers, pictures included. The main "
        "thread's CPU is its processor time, also that until it was interactive; the other times are of the "
        "clock, and grow with what else the machine does. Heap after a collection, at that moment and at the end.",
        ["page", "first view, KiB", "interactive, ms / CPU ms", "main thread’s CPU", "connections lost", "messages",
         "long tasks (over 50 ms) / longest, ms", "heap begin / end, MiB"],
        rows,
        report.verdict(free and small and flat and quick,
                       "no connection lost and no task over 100 ms after load: "
                       f"{'yes' if free else 'no'}; first view under 150 KB: {'yes' if small else 'no'}; "
                       f"interactive within a second: {'yes' if quick else 'no'}; heap grows by less than "
                       f"2 MiB: {'yes' if flat else 'no'}."))
