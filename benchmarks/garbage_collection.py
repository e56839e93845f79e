"""What Streamlit's collection of garbage after every script run costs, with more and more screens open.

Run it with `.venv/bin/python benchmarks/garbage_collection.py`. It starts the real server twice on loopback, opens
sessions of the start page through Streamlit's agent API, reruns one of them and reads the server's CPU time.
"""

import json
import tempfile
import urllib.request
from pathlib import Path

from servers import Server, served

OPEN_SCREENS = (1, 10, 30)
RUNS = 40


def interact(port: int, body: dict[str, object]) -> dict[str, object]:
    """One request to Streamlit's agent API."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def measure(*, collects: bool) -> list[float]:
    """CPU milliseconds per script run with 1, 10 and 30 screens open."""
    options = ["--server.enableAgentApi", "true", "--runner.postScriptGC", str(collects).lower()]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), options) as server:
        return _with_more_and_more_open(server)


def _with_more_and_more_open(server: Server) -> list[float]:
    sessions: list[object] = []
    results = []
    for wanted in OPEN_SCREENS:
        while len(sessions) < wanted:
            sessions.append(interact(server.port, {})["session_id"])
        before = server.cpu_seconds()
        for _ in range(RUNS):
            interact(server.port, {"session_id": sessions[0]})
        results.append((server.cpu_seconds() - before) / RUNS * 1000)
    return results


def main() -> None:
    """Measure both ways and print a table."""
    print(f"CPU per script run of the start page, ms, mean of {RUNS}")
    print("open screens              " + "".join(f"{number:>8}" for number in OPEN_SCREENS))
    for name, collects in (("collecting after each run", True), ("not collecting           ", False)):
        print(name + " " + "".join(f"{value:8.1f}" for value in measure(collects=collects)))


if __name__ == "__main__":
    main()
