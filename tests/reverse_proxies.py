"""nginx, Caddy and Apache as they come from a distribution, each in a process of its own before a server of ours."""

import getpass
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

HOST = "workshop.example.org"
PATIENCE_SECONDS = 60
PLACES = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin"
INSTALL = "Run script/test --thorough, which installs it with apt-get, or install it yourself."
# What a server of the name needs around a site to run without root, in a folder of its own.
NGINX = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/proxy.log info;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
access_log off;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{site}
}}
"""
CADDY = """
{{
    admin off
    auto_https disable_redirects
    skip_install_trust
    storage file_system {folder}/caddy
}}
{site}
"""
# Those that Debian has on, and those that the guide switches on.
APACHE_MODULES = ("mpm_event", "authz_core", "alias", "socache_shmcb", "ssl", "headers", "proxy", "proxy_http")
APACHE = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog {folder}/proxy.log
{modules}
Mutex file:{folder}
{site}
"""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody has signed, and its key."""
    made, key = folder / "made.pem", folder / "made.key"
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    how = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    command = [program("openssl"), *how, "-out", str(made), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    return made, key


def of_nginx(text: str, https: int, http: int) -> str:
    return text.replace("listen 443", f"listen 127.0.0.1:{https}").replace("listen 80", f"listen 127.0.0.1:{http}")


def of_caddy(text: str, https: int, http: int) -> str:
    own = f"https://{HOST}:{https} {{\n    bind 127.0.0.1\n    tls /etc/ssl/{HOST}.pem /etc/ssl/{HOST}.key\n"
    return text.replace(f"{HOST} {{\n", own) + f"http://{HOST}:{http} {{\n    redir https://{HOST}{{uri}}\n}}\n"


def of_apache(text: str, https: int, http: int) -> str:
    listening = f"Listen 127.0.0.1:{https}\nListen 127.0.0.1:{http}\n"
    return listening + text.replace("*:443", f"127.0.0.1:{https}").replace("*:80", f"127.0.0.1:{http}")


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs, and where."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        """What it has to say, for a test that fails."""
        return (self.folder / "proxy.log").read_text(encoding="utf-8", errors="replace")


def program(name: str) -> str:
    """Where a program is installed."""
    found = shutil.which(name) or shutil.which(name, path=PLACES)
    assert found, f"{name} is not installed. {INSTALL}"
    return found


@contextmanager
def nginx(folder: Path, site: str, port: int) -> Iterator[Proxy]:
    """nginx with this site, which listens on the port."""
    command = [program("nginx"), "-p", str(folder), "-c"]
    configuration = NGINX.format(folder=folder, site=site, user=getpass.getuser())
    with _running(folder, port, command, configuration) as proxy:
        yield proxy


@contextmanager
def caddy(folder: Path, site: str, port: int, **told: str) -> Iterator[Proxy]:
    """Caddy with this site, which listens on the port, told so much more by its environment."""
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config"]
    with _running(folder, port, command, CADDY.format(folder=folder, site=site), told) as proxy:
        yield proxy


@contextmanager
def apache(folder: Path, site: str, port: int) -> Iterator[Proxy]:
    """Apache with this site, which listens on the port, and the modules that the guide names."""
    command = [program("apache2"), "-D", "FOREGROUND", "-f"]
    places = Path("/usr/lib/apache2/modules")
    modules = "\n".join(f"LoadModule {name}_module {places}/mod_{name}.so" for name in APACHE_MODULES)
    with _running(folder, port, command, APACHE.format(folder=folder, modules=modules, site=site)) as proxy:
        yield proxy


@contextmanager
def _running(
    folder: Path, port: int, command: list[str], configuration: str, told: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Proxy]:
    """A proxy that keeps everything in this folder, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "proxy.conf"
    file.write_text(re.sub(r"\n+", "\n", configuration), encoding="utf-8")
    proxy = Proxy(port, folder)
    with (folder / "proxy.log").open("ab") as log:
        process = subprocess.Popen([*command, str(file)], stdout=log, stderr=log, env={**os.environ, **told})
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _listens(port):
            assert process.poll() is None, proxy.log
            assert time.monotonic() < deadline, proxy.log
            time.sleep(0.05)
        yield proxy
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
