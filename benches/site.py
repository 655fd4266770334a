#!/usr/bin/env python3
"""The figures of the public site that need whole programs: how long it takes to make, to look up, and to start again.

    (cd web/verify && npm ci && npm run build)
    cargo build --release
    python3 benches/site.py target/release/mingqian FOLDER

FOLDER is made and needs 6 GB. Client and service share this machine's cores. Times are wall-clock, memory is VmHWM (Linux).
"""
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DICE = "--final=dice=41592653589793238462"
SAID = [f"--contribution={said}" for said in ("市场监管局=318", "应急管理局=27", "消防救援大队=9041", "县司法局=660", "企业代表=88")]


def timed(command, **more):
    """Seconds and the greatest memory in MiB of a process that ends by itself."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    said = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    if status not in (0, 3 << 8):
        sys.exit(f"{command}: {status}\n{said}")
    return time.monotonic() - began, usage.ru_maxrss / 1024


class Service:
    """`mingqian serve`, until it is ready."""

    def __init__(self, program, published, cache):
        began = time.monotonic()
        config = cache.parent / "server.toml"
        config.write_text("[limits]\nrequests_per_second = 0\nconnections_per_client = 0\n")
        self.child = subprocess.Popen(
            [program, "--lang=en", "serve", published, "--cache", cache, "--config", config, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(rb":(\d+)/", self.child.stdout.readline()).group(1))
        while self.get("/readyz")[0] != 200:
            time.sleep(0.005)
        self.ready = time.monotonic() - began

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def memory(self):
        text = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) / 1024

    def stop(self):
        self.child.terminate()
        self.child.wait()


def look_ups(service, address, codes, per_second, seconds):
    """Milliseconds of each look-up without a script, sent at a fixed rate whatever the answers do."""
    took, lock = [], threading.Lock()
    clients = 32

    def client(number):
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        began = time.monotonic()
        for turn in range(per_second * seconds // clients):
            due = began + (turn * clients + number) / per_second
            time.sleep(max(0, due - time.monotonic()))
            connection.request("GET", f"/d/{address}/look/index.html?code={random.choice(codes)}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or "class=\"answer".encode() not in body:
                sys.exit(f"{answer.status}: {body[:300]!r}")
            with lock:
                took.append((time.monotonic() - due) * 1000)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


def million(program, folder):
    published = folder / "million"
    bundle = published / "draw" / "bundle"
    bundle.parent.mkdir(parents=True, exist_ok=True)
    if not bundle.exists():
        make = ["node", "--max-old-space-size=8192", ROOT / "web/verify/dist/test/bench.js", "make", "million", bundle]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    site = folder / "million-site"
    subprocess.run(["rm", "-rf", site])
    seconds, memory = timed([program, "site", published, "--out", site])
    print(f"site, 1,000,000 entities: {seconds:.1f} s, {memory:.0f} MiB")
    again, _ = timed([program, "site", published, "--out", site])
    print(f"site, second run with nothing new: {again:.2f} s")
    largest = max((path.stat().st_size for path in site.glob("d/*/look/s/*/*.json")), default=0)
    print(f"largest shard (one private look-up, one request): {largest} bytes")
    service = Service(program, published, folder / "million-cache")
    with open(bundle / "lists/entities.jsonl") as lines:
        codes = [json.loads(line)["id"] for number, line in enumerate(lines) if number % 500 == 0]
    address = next((site / "d").iterdir()).name
    service.stop()
    # Its memory as it is when nothing has to be made.
    service = Service(program, published, folder / "million-cache")
    took = look_ups(service, address, codes, 500, 20)
    print(f"look-ups without a script at 500 a second: median {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms; service {service.memory():.0f} MiB")
    service.stop()


def hundred(program, folder):
    published = folder / "hundred"
    office = folder / "county"
    if not office.exists():
        subprocess.run(["cp", "-r", ROOT / "examples/county", office], check=True)
    plan = (office / "plan.toml").read_text()
    for number in range(1, 101):
        out = published / f"draw-{number}" / "bundle"
        if out.exists():
            continue
        out.parent.mkdir(parents=True, exist_ok=True)
        own = folder / "plan.toml"
        own.write_text(re.sub(r"(?m)^sequence = 1\b", f"sequence = {number}", plan))
        subprocess.run([program, "draw", office, "--plan", own, DICE, *SAID, "--out", out], check=True, stdout=subprocess.DEVNULL)
    first = Service(program, published, folder / "hundred-cache")
    first.stop()
    again = Service(program, published, folder / "hundred-cache")
    print(f"100 county draws: first start {first.ready:.1f} s, start to /readyz when verified earlier {again.ready:.2f} s, {again.memory():.0f} MiB")
    again.stop()


program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
folder.mkdir(parents=True, exist_ok=True)
million(program, folder)
hundred(program, folder)
