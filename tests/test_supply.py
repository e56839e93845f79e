"""What the server is made of: licences as NOTICE lists them, the bill of materials, known faults."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from test_bundle import module
from test_requirements import pins

TOP = Path(__file__).parent.parent
LOCK = pins("requirements.lock")
# What is for other systems is not installed.
HERE = {name for name, pin in LOCK.items() if not pin.marker or pin.marker.evaluate()}
# Whoever runs the server may use, change and pass on what is under these; another one is a decision.
MAY_BE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0"),
    *("MIT-CMU", "OFL-1.1", "PSF-2.0", "Zlib"),
}
PROGRAMS = re.compile(r"^PROGRAMS$(.*)", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^([\w.-]+) {2,}(\S.*?)(?: \(.*\))?$", re.MULTILINE)

licences = module(TOP / "deploy" / "licences.py")


def listed() -> dict[str, str]:
    """The licences as NOTICE lists them, by package."""
    [programs] = PROGRAMS.findall((TOP / "NOTICE").read_text(encoding="utf-8"))
    return {canonicalize_name(name): licence for name, licence in LINE.findall(programs)}


def test_notice_lists_every_package_of_the_server_and_no_other():
    assert sorted(listed()) == sorted(LOCK)


@pytest.mark.parametrize("package", sorted(HERE))
def test_notice_says_the_licence_that_the_installed_package_says(package):
    licence = licences.licence_of(package)

    assert listed()[package] == licence
    assert set(re.split(r" AND | OR ", licence)) <= MAY_BE


def test_the_licence_of_what_is_not_installed_is_not_known():
    assert licences.licence_of("no-such-package-here") is None


def test_the_bill_of_materials_has_every_package_of_the_lock_with_hashes_and_licence(tmp_path):
    made = subprocess.run(
        [sys.executable, TOP / "deploy" / "sbom.py", tmp_path / "sbom.json"], capture_output=True, text=True, check=True
    )

    bill = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert f"{len(LOCK)} packages" in made.stdout
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "across-boundaries")
    assert {f"{package['name']}=={package['version']}" for package in bill["components"]} == {
        f"{name}{pin.specifier}" for name, pin in LOCK.items()
    }
    assert all(package["licenses"] for package in bill["components"])
    assert all(package["externalReferences"][0]["hashes"] for package in bill["components"])
    assert "serialNumber" not in bill, "the same lock would give another file"


@contextmanager
def advisories(faults: dict[str, dict[str, object]]) -> Iterator[str]:
    """A server that answers as OSV does (https://google.github.io/osv.dev/post-v1-query/), with these faults."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fault = faults.get(asked["package"]["name"])
            body = json.dumps({"vulns": [fault]} if fault else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, TOP / "deploy" / "audit.py", *arguments]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)


def a_fault_of(package: str) -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}]
    affected = [{"package": {"name": package, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {"id": "TEST-2026-1", "summary": "Made up for this test", "affected": affected}


def test_an_audit_in_which_every_package_is_known_and_none_has_a_fault_ends_well():
    with advisories({}) as address:
        done = audit("--osv-url", address)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(HERE)} packages looked up (osv), 0 known faults" in done.stdout


def test_an_audit_names_the_package_the_fault_and_what_mends_it_and_does_not_end_well():
    with advisories({"jinja2": a_fault_of("jinja2")}) as address:
        done = audit("--osv-url", address)
        known = audit("--osv-url", address, "--ignore-vuln", "TEST-2026-1")

    assert done.returncode == 1
    assert f"jinja2 {next(iter(LOCK['jinja2'].specifier)).version}: TEST-2026-1, mended in 99.1" in done.stdout
    assert known.returncode == 0


def test_an_audit_that_reaches_no_source_of_advisories_says_so_and_is_no_good_news():
    with advisories({}) as address:
        pass

    done = audit("--osv-url", address)

    assert done.returncode == 3
    assert "Nothing was audited" in done.stderr
    assert "requirements.lock may hold packages with known faults" in done.stderr
    assert "0 known faults" not in done.stdout
    assert "Traceback" not in done.stderr
