"""The addresses of this machine, each with its adapter: those that phones may reach, best guess first."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache
from time import monotonic

import ifaddr

# Addresses of the documentation ranges: asking for the way to them sends nothing, and tells which of this
# machine's addresses would be used.
_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_ANY_PORT = 9
# Every screen asks: the system is asked again no sooner than this, so a network that was just joined is seen this late.
LOOK_AGAIN_SECONDS = 2
# The machine's own hotspot, by the address that Windows and NetworkManager give it; macOS, on a bridge.
_HOTSPOT = re.compile(r"192\.168\.137\.1|10\.42\.\d+\.1")
_MAC_HOTSPOT = "192.168.2.1"
_MAC_BRIDGE = re.compile(r"bridge\d{3}")
# Kept for providers: Tailscale and the like use it, and so do mobile networks, where no phone reaches another device.
_PROVIDERS = ipaddress.ip_network("100.64.0.0/10")
_VPN = re.compile(
    r"(tun|tap|utun|wg|ppp|ipsec|zt|tailscale|nordlynx|proton|gpd|ham|cscotun)[\d_.-]*$|(zt|tailscale|wg|tun)[\w-]*$"
    r"|feth\d+$|outline|.*(vpn|cloudflare ?warp|hamachi|globalprotect|zscaler|juniper networks|pulse secure|netskope)"
    r"|.*\b(vpn|openvpn|wireguard|wintun|tap-windows|anyconnect|teredo|isatap|fortinet|fortissl|pangp|zerotier|tailscale|tunnel(ing)?)\b",
    re.IGNORECASE,
)
# Between this machine and others inside it: containers, virtual machines, WSL.
_VIRTUAL = re.compile(
    r"(docker|br-[0-9a-f]{6,}|veth|virbr|vmnet|vboxnet|lxc|lxd|incusbr|podman|nerdctl|cni|flannel|cali|kube-|weave$"
    r"|vmenet|mpqemubr|waydroid|anbox|dummy\d)"
    r"|.*(vethernet|hyper-v|virtualbox|vmware|parallels|docker|\bwsl\b|loopback|orbstack|windows sandbox|bluestacks)",
    re.IGNORECASE,
)
_WIRELESS = re.compile(r"(wl|ath\d|ra\d)|.*(wi-?fi|wlan|wireless|802\.11|airport)", re.IGNORECASE)


class Kind(IntEnum):
    """What an adapter is for, those that phones are most likely to share first."""

    HOTSPOT = auto()
    USUAL = auto()
    VPN = auto()
    VIRTUAL = auto()


@dataclass(frozen=True)
class Address:
    """An address of this machine, and its adapter as the system names it."""

    adapter: str
    ip: str

    @property
    def host(self) -> str:
        """The address as it stands in a link: IPv6 in brackets."""
        return f"[{self.ip}]" if ":" in self.ip else self.ip


@dataclass(frozen=True)
class Network:
    """How this machine is connected: its addresses, best guess first, and those that lead elsewhere by default."""

    addresses: tuple[Address, ...]
    ways_out: tuple[str, ...] = ()

    @property
    def best_guess(self) -> Address | None:
        """The address that phones most likely reach; None where all that is left is most likely out of their reach."""
        first = next(iter(self.addresses), None)
        likely = first and (kind_of(first) <= Kind.USUAL or first.ip in self.ways_out)
        return first if likely else None


def ranked(found: Iterable[Address], ways_out: tuple[str, ...] = ()) -> Network:
    """Those that another device could open, best guess first.

    Own hotspot, then usual adapters, then VPN, then what leads to machines inside this one; of each IPv4 before IPv6,
    the address that leads elsewhere by default before others, Wi-Fi before cable, and else as the system has them.
    An address that a machine gave itself for want of a network (169.254, fe80) is none.
    """
    usable = [address for address in found if _is_usable(address.ip)]

    def rank(address: Address) -> tuple[object, ...]:
        wireless = bool(_WIRELESS.match(address.adapter))
        return kind_of(address), ":" in address.ip, address.ip not in ways_out, not wireless

    return Network(tuple(sorted(usable, key=rank)), ways_out)


def kind_of(address: Address) -> Kind:
    """What the adapter of an address is for, by its name and its network."""
    name, ip = address.adapter, address.ip
    if _VIRTUAL.match(name) or (_MAC_BRIDGE.match(name) and ip != _MAC_HOTSPOT):
        return Kind.VIRTUAL
    if _HOTSPOT.fullmatch(ip) or _MAC_BRIDGE.match(name):
        return Kind.HOTSPOT
    return Kind.VPN if _VPN.match(name) or ipaddress.ip_address(ip) in _PROVIDERS else Kind.USUAL


def _is_usable(ip: str) -> bool:
    numbers = ipaddress.ip_address(ip)
    return not (numbers.is_loopback or numbers.is_link_local or numbers.is_unspecified or numbers.is_multicast)


def this_machine() -> Network:
    """How this machine is connected now, or was a moment ago."""
    return _looked_at(int(monotonic() // LOOK_AGAIN_SECONDS))


@lru_cache(maxsize=1)
def _looked_at(_moment: int) -> Network:
    found = [
        Address(adapter.nice_name, ip.ip if isinstance(ip.ip, str) else ip.ip[0])
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]
    return ranked(found, tuple(way for family, there in _ELSEWHERE if (way := _way_to(family, there))))


def _way_to(family: socket.AddressFamily, there: str) -> str | None:
    """The address of this machine that something sent there would come from; None where no way leads there."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((there, _ANY_PORT))
            return str(probe.getsockname()[0])
    except OSError:
        return None
