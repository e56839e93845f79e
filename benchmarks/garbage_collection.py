"""What Streamlit's collection of garbage after every script run costs, with more and more screens open.

Run it with `.venv/bin/python benchmarks/garbage_collection.py`. It starts the real server twice on loopback, opens
sessions of the start page through Streamlit's agent API, reruns one of them and reads the server's CPU time.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TOP = Path(__file__).parent.parent
OPEN_SCREENS = (1, 10, 30)
RUNS = 40


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid: int) -> float:
    """The CPU time a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def interact(port: int, body: dict[str, object]) -> dict[str, object]:
    """One request to Streamlit's agent API."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait_until_up(port: int) -> None:
    """Wait, a minute at most, until the server answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("the server did not start")


def measure(*, collects: bool) -> list[float]:
    """CPU milliseconds per script run with 1, 10 and 30 screens open."""
    port = free_port()
    options = ["--server.enableAgentApi", "true", "--runner.postScriptGC", str(collects).lower()]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
        environment = {**os.environ, "ACROSS_DATA_FOLDER": folder}
        server = subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_up(port)
            return _with_more_and_more_open(port, server.pid)
        finally:
            server.terminate()
            server.wait(20)


def _with_more_and_more_open(port: int, pid: int) -> list[float]:
    sessions: list[object] = []
    results = []
    for wanted in OPEN_SCREENS:
        while len(sessions) < wanted:
            sessions.append(interact(port, {})["session_id"])
        before = cpu_seconds(pid)
        for _ in range(RUNS):
            interact(port, {"session_id": sessions[0]})
        results.append((cpu_seconds(pid) - before) / RUNS * 1000)
    return results


def main() -> None:
    """Measure both ways and print a table."""
    print(f"CPU per script run of the start page, ms, mean of {RUNS}")
    print("open screens              " + "".join(f"{number:>8}" for number in OPEN_SCREENS))
    for name, collects in (("collecting after each run", True), ("not collecting           ", False)):
        print(name + " " + "".join(f"{value:8.1f}" for value in measure(collects=collects)))


if __name__ == "__main__":
    main()
