"""Asks whether faults are known in the packages of a lock: the Python Package Index first, then OSV (https://osv.dev).

    script/audit [LOCK, requirements.lock without] [--ignore-vuln ID] [--osv-url ADDRESS]

Ends with 0 where every package was looked up and nothing is known, with 1 where something is, and with 3 where packages
could not be looked up: that is no good news, and is not told as such.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOUND, NOT_ASKED = 1, 3
SERVICES = {"pypi": "pypi.org", "osv": "api.osv.dev"}
UNREACHABLE = (
    "Nothing was audited: none of {} answered with advisories. {} may hold packages with known faults. Run "
    "script/audit on a machine that reaches one of them."
)


@dataclass(frozen=True)
class Audit:
    """What one service said: how many packages it knows, which it does not, what is known of which."""

    service: str
    known: int
    unknown: tuple[str, ...]
    faults: tuple[str, ...]


def ask(service: str, lock: Path, more: list[str]) -> Audit | None:
    """What a service says of the packages of a lock; None where it does not answer, or knows none of them."""
    options = ["--requirement", str(lock), "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    options += ["--format", "json", "--vulnerability-service", service, *more]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *options], capture_output=True, text=True, check=False, errors="replace"
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    known = [package for package in packages if "skip_reason" not in package]
    unknown = tuple(package["name"] for package in packages if "skip_reason" in package)
    faults = tuple(_in_words(package, fault) for package in known for fault in package["vulns"])
    return Audit(service, len(known), unknown, faults) if known else None


def _in_words(package: dict[str, str], fault: dict[str, object]) -> str:
    mended = ", ".join(map(str, fault.get("fix_versions") or ())) or "no version yet"
    return f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def say(audit: Audit | None, lock: str, asked: list[str]) -> int:
    """Print what was found; how the program ends."""
    if audit is None:
        print(UNREACHABLE.format(" and ".join(asked), lock), file=sys.stderr)
        return NOT_ASKED
    for fault in audit.faults:
        print(fault)
    print(f"{lock}: {audit.known} packages looked up ({audit.service}), {len(audit.faults)} known faults.")
    if audit.unknown:
        print(f"Not looked up, for {audit.service} does not know them: {', '.join(audit.unknown)}.", file=sys.stderr)
    return FOUND if audit.faults else NOT_ASKED if audit.unknown else 0


def main() -> None:
    """Ask one service after the other until one answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lock", nargs="?", default="requirements.lock")
    parser.add_argument(
        "--ignore-vuln", action="append", default=[], help="a fault that was looked at and is none here"
    )
    parser.add_argument("--osv-url", help="another server that answers as OSV does, and no other is asked")
    given = parser.parse_args()
    services = ["osv"] if given.osv_url else list(SERVICES)
    more = [word for known in given.ignore_vuln for word in ("--ignore-vuln", known)]
    more += ["--osv-url", given.osv_url] if given.osv_url else []
    answers = (ask(service, Path(given.lock), more) for service in services)
    asked = [given.osv_url] if given.osv_url else list(SERVICES.values())
    sys.exit(say(next((answer for answer in answers if answer), None), given.lock, asked))


if __name__ == "__main__":
    main()
