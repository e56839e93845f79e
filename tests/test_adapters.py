"""Which of a machine's addresses phones are sent to: made-up machines, and this one."""

import ipaddress
from itertools import permutations

import ifaddr
import pytest

from across.room.adapters import Address, Network, ranked, this_machine
from across.room.join_address import choices, for_phones, understood
from across.settings import Settings
from across.workshop.errors import NotAllowedHere

LOOPBACK = [Address("lo", "127.0.0.1"), Address("lo", "::1")]
WIFI, CABLE = Address("wlp2s0", "192.168.1.20"), Address("enp3s0", "10.1.2.3")
DOCKER, BRIDGE = Address("docker0", "172.17.0.1"), Address("br-5f3a9c01d2e4", "172.18.0.1")
LINK_LOCAL = [Address("Ethernet", "169.254.10.20"), Address("wlp2s0", "fe80::1")]
TUN, WIREGUARD = Address("tun0", "10.8.0.2"), Address("wg0", "10.66.0.2")
UTUN = Address("utun4", "10.9.0.7")
TAILSCALE = Address("tailscale0", "100.101.102.103")
VIRTUALBOX = Address("VirtualBox Host-Only Ethernet Adapter", "192.168.56.1")
VMWARE = Address("VMware Virtual Ethernet Adapter for VMnet8", "192.168.80.1")
WSL = Address("Hyper-V Virtual Ethernet Adapter", "172.29.16.1")
WINDOWS_WIFI = Address("Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.0.14")
WINDOWS_CABLE = Address("Realtek PCIe GbE Family Controller", "10.20.30.40")
WINDOWS_HOTSPOT = Address("Microsoft Wi-Fi Direct Virtual Adapter #2", "192.168.137.1")
WINDOWS_VPN = Address("Cisco AnyConnect Secure Mobility Client Virtual Miniport Adapter", "10.100.0.9")
MAC_WIFI, MAC_HOTSPOT, MAC_MACHINES = (
    Address("en0", "192.168.4.31"),
    Address("bridge100", "192.168.2.1"),
    Address("bridge101", "192.168.64.1"),
)
LINUX_HOTSPOT = Address("wlp2s0", "10.42.0.1")
IPHONE = Address("en0", "172.20.10.2")
SECOND_WIFI = Address("wlx00c0ca", "192.168.8.100")
SERVER, OWN_BRIDGE = Address("eth0", "203.0.113.9"), Address("br0", "192.168.5.5")
GLOBAL_V6, LOCAL_V6 = Address("wlp2s0", "2001:db8:5::20"), Address("eth0", "fd12:3456::7")

# name: what the machine has; the address that leads elsewhere by default; the best guess
MACHINES = {
    "Wi-Fi alone": ([WIFI], WIFI, WIFI),
    "a travel router, no default route": ([WIFI, *LINK_LOCAL], None, WIFI),
    "cable leads elsewhere, Wi-Fi is a travel router": ([WIFI, CABLE], CABLE, CABLE),
    "cable and Wi-Fi, no default route": ([CABLE, WIFI], None, WIFI),
    "two Wi-Fis, the second leads elsewhere": ([WIFI, SECOND_WIFI], SECOND_WIFI, SECOND_WIFI),
    "two Wi-Fis, no default route": ([WIFI, SECOND_WIFI], None, WIFI),
    "OpenVPN takes everything": ([TUN, WIFI], TUN, WIFI),
    "WireGuard takes everything": ([WIREGUARD, WIFI, CABLE], WIREGUARD, WIFI),
    "a VPN on a Mac": ([UTUN, MAC_WIFI], UTUN, MAC_WIFI),
    "Tailscale": ([TAILSCALE, CABLE], CABLE, CABLE),
    "a VPN on Windows": ([WINDOWS_VPN, WINDOWS_WIFI], WINDOWS_VPN, WINDOWS_WIFI),
    "a VPN and nothing else": ([TUN], TUN, TUN),
    "a VPN that does not lead elsewhere, and nothing else": ([TUN], None, None),
    "Docker beside Wi-Fi": ([DOCKER, BRIDGE, WIFI], WIFI, WIFI),
    "Docker beside Wi-Fi, no default route": ([DOCKER, BRIDGE, WIFI], None, WIFI),
    "Docker and nothing else": ([DOCKER, BRIDGE], None, None),
    "Windows with WSL and virtual machines": ([WSL, VIRTUALBOX, VMWARE, WINDOWS_WIFI], None, WINDOWS_WIFI),
    "virtual machines and nothing else": ([VIRTUALBOX, VMWARE, WSL], None, None),
    "an external switch of Hyper-V": ([WSL, VIRTUALBOX], WSL, WSL),
    "Windows with its own hotspot": ([WINDOWS_CABLE, WINDOWS_HOTSPOT], WINDOWS_CABLE, WINDOWS_HOTSPOT),
    "Windows with its own hotspot alone": ([WINDOWS_HOTSPOT], None, WINDOWS_HOTSPOT),
    "a Mac that shares its network": ([MAC_WIFI, MAC_HOTSPOT, MAC_MACHINES], MAC_WIFI, MAC_HOTSPOT),
    "a Mac with virtual machines": ([MAC_MACHINES, MAC_WIFI], None, MAC_WIFI),
    "Linux with its own hotspot": ([CABLE, LINUX_HOTSPOT], CABLE, LINUX_HOTSPOT),
    "at an iPhone's hotspot": ([IPHONE], IPHONE, IPHONE),
    "self-given addresses": (LINK_LOCAL, LINK_LOCAL[0], None),
    "IPv6 alone": ([LOCAL_V6], LOCAL_V6, LOCAL_V6),
    "IPv6 alone, no default route": ([LOCAL_V6, LINK_LOCAL[1]], None, LOCAL_V6),
    "IPv6 beside IPv4": ([GLOBAL_V6, WIFI], GLOBAL_V6, WIFI),
    "IPv6 beside Docker": ([DOCKER, GLOBAL_V6], None, GLOBAL_V6),
    "a server on the internet": ([SERVER, DOCKER], SERVER, SERVER),
    "a bridge that the machine itself is on": ([OWN_BRIDGE, DOCKER], None, OWN_BRIDGE),
    "no network": ([], None, None),
}
SETTINGS = Settings("sqlite://", None, 90, 8501)
HERE = "http://localhost:8501/welcome"


def network_of(machine: str) -> Network:
    found, way, _guess = MACHINES[machine]
    return ranked([*LOOPBACK, *found], (way.ip,) if way else ())


@pytest.mark.parametrize("machine", MACHINES)
def test_the_best_guess_is_what_phones_share(machine):
    assert network_of(machine).best_guess == MACHINES[machine][2]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_address_that_another_device_could_open_is_listed_once(machine):
    self_given = {address.ip for address in LINK_LOCAL}

    listed = network_of(machine).addresses

    assert sorted(address.ip for address in listed) == sorted(
        address.ip for address in MACHINES[machine][0] if address.ip not in self_given
    )


def test_the_order_in_which_the_system_names_its_adapters_changes_no_guess():
    found = [WIFI, DOCKER, TUN, VIRTUALBOX, GLOBAL_V6]

    guesses = {ranked(order, (TUN.ip,)).best_guess for order in permutations(found)}

    assert guesses == {WIFI}


def test_without_a_default_route_phones_get_an_address():
    where = for_phones(SETTINGS, HERE, network=lambda: network_of("a travel router, no default route"))

    assert where == "http://192.168.1.20:8501"


def test_ipv6_stands_in_brackets():
    assert for_phones(SETTINGS, HERE, network=lambda: network_of("IPv6 alone")) == "http://[fd12:3456::7]:8501"


def test_choices_name_their_adapters_and_say_which_is_used():
    offered = choices(SETTINGS, HERE, network=lambda: network_of("Windows with its own hotspot"))

    assert [(choice.address, choice.adapter, choice.chosen) for choice in offered] == [
        ("http://192.168.137.1:8501", WINDOWS_HOTSPOT.adapter, True),
        ("http://10.20.30.40:8501", WINDOWS_CABLE.adapter, False),
    ]


def test_what_was_chosen_stays_chosen():
    other = "http://10.20.30.40:8501"

    offered = choices(SETTINGS, HERE, other, lambda: network_of("Windows with its own hotspot"))

    assert [choice.address for choice in offered if choice.chosen] == [other]


@pytest.mark.parametrize("settings", [SETTINGS, Settings("sqlite://", "https://workshop.example.org", 90, 8501)])
def test_a_server_that_people_know_by_name_offers_none_of_its_addresses(settings):
    seen = HERE if settings.public_url else "https://across.example.org/welcome"

    assert choices(settings, seen, network=lambda: network_of("Wi-Fi alone")) == []


@pytest.mark.parametrize("here", ["127.0.1.1", "[::ffff:127.0.0.1]", "app.localhost", "localhost.", "[::1]", "0.0.0.0"])
def test_a_browser_on_this_machine_alone_sends_no_phone_there(here):
    seen, machine = f"http://{here}:8501/welcome", lambda: network_of("Wi-Fi alone")

    assert for_phones(SETTINGS, seen, network=machine) == "http://192.168.1.20:8501"
    assert [choice.address for choice in choices(SETTINGS, seen, network=machine)] == ["http://192.168.1.20:8501"]


# As systems and programs name adapters that no phone shares, with the kind of address each has
FOR_OTHERS = {
    "10.2.0.2": [
        *("ProtonVPN TUN", "TAP-NordVPN Windows Adapter V9", "Cloudflare WARP", "CloudflareWARP", "GlobalProtect"),
        *(
            "cscotun0",
            "Juniper Networks Virtual Adapter",
            "Pulse Secure",
            "feth1234",
            "ham0",
            "Hamachi",
            "outline-tap0",
        ),
        *("Zscaler Network Adapter", "Fortinet SSL VPN Virtual Ethernet Adapter", "wg-mullvad", "Tailscale Tunnel"),
    ],
    "172.29.16.1": [
        *("vEthernet (WSL)", "vEthernet (Default Switch)", "incusbr0", "nerdctl0", "kube-bridge", "weave", "mpqemubr0"),
        *("waydroid0", "anbox0", "dummy0", "OrbStack", "Microsoft KM-TEST Loopback Adapter", "docker_gwbridge"),
        *("BlueStacks", "Windows Sandbox", "cni-podman0", "lxdbr0", "Parallels Shared", "vmnet8", "vboxnet0"),
    ],
}


@pytest.mark.parametrize(("name", "ip"), [(name, ip) for ip, names in FOR_OTHERS.items() for name in names])
def test_an_adapter_that_no_phone_shares_is_never_the_best_guess(name, ip):
    other = Address(name, ip)

    assert ranked([other, WIFI]).best_guess == WIFI
    assert ranked([other]).best_guess is None


@pytest.mark.parametrize(
    "name", ["br0", "br-lan", "usb0", "bnep0", "Apple Mobile Device Ethernet", "wlan0", "ap0", "eth0"]
)
def test_an_adapter_that_phones_may_share_is_a_guess(name):
    assert ranked([Address(name, "192.168.42.9")]).best_guess == Address(name, "192.168.42.9")


def test_this_machine_is_read_as_its_system_has_it():
    known = {ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips}

    listed = [address.ip for address in this_machine().addresses]

    assert set(listed) <= known
    assert not any(ipaddress.ip_address(ip).is_loopback for ip in listed)


# Corrections


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ""),
        ("192.168.1.20", "http://192.168.1.20:8501"),
        ("192.168.1.20:8080", "http://192.168.1.20:8080"),
        ("http://192.168.1.20", "http://192.168.1.20:8501"),
        ("http://192.168.1.20:80", "http://192.168.1.20:80"),
        (" HTTP://192.168.1.20:8501/ ", "http://192.168.1.20:8501"),
        ("http://192.168.1.20:8501/join/ACDEFG?x=1#y", "http://192.168.1.20:8501"),
        ("192.168.1.20:8501/welcome", "http://192.168.1.20:8501"),
        ("laptop.local", "http://laptop.local:8501"),
        ("LAPTOP", "http://laptop:8501"),
        ("workshop.example.org", "https://workshop.example.org"),
        ("workshop.example.org:8501", "http://workshop.example.org:8501"),
        ("https://workshop.example.org/facilitate", "https://workshop.example.org"),
        ("http://workshop.example.org.", "http://workshop.example.org"),
        ("https://192.168.1.20", "https://192.168.1.20"),
        ("fd12:3456::7", "http://[fd12:3456::7]:8501"),
        ("[fd12:3456::7]", "http://[fd12:3456::7]:8501"),
        ("http://[FD12:3456:0::7]:8080/join", "http://[fd12:3456::7]:8080"),
        ("::ffff:192.168.1.20", "http://192.168.1.20:8501"),
        ("http:/192.168.1.20", "http://192.168.1.20:8501"),
        ("http//192.168.1.20:8080/", "http://192.168.1.20:8080"),
        ("http:192.168.1.20", "http://192.168.1.20:8501"),
        ("https:\\\\workshop.example.org", "https://workshop.example.org"),
        ("//192.168.1.20", "http://192.168.1.20:8501"),
        ("\uff11\uff19\uff12\uff0e168\u30021\uff0e20\uff1a8080", "http://192.168.1.20:8080"),
        ("\u200b192.168.1.20\ufeff", "http://192.168.1.20:8501"),
        ("\u201chttp://192.168.1.20:8501\u201d.", "http://192.168.1.20:8501"),
        ("<http://192.168.1.20:8501/join>,", "http://192.168.1.20:8501"),
        ("workshop.example.org:443", "https://workshop.example.org:443"),
    ],
)
def test_a_correction_is_understood_as_people_type_or_paste_it(typed, meant):
    assert understood(typed, 8501) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("localhost", "http://localhost:8501", "127.0.0.1", "127.8.8.8:8501", "::1", "0.0.0.0", "LOCALHOST."),
        *("localhost.localdomain", "ip6-localhost", "::ffff:127.0.0.1", "[::]:8501", "\uff11\uff12\uff17.0.0.1"),
    ],
)
def test_what_means_each_device_itself_is_refused(typed):
    with pytest.raises(NotAllowedHere, match="each device itself"):
        understood(typed, 8501)


@pytest.mark.parametrize(
    "typed", ["192.168.1.300", "192.168.1", "1921681.20", "http://192.168.1.1.1:8501", "192.168.01.20"]
)
def test_numbers_that_are_no_address_are_refused(typed):
    with pytest.raises(NotAllowedHere, match="from 0 to 255"):
        understood(typed, 8501)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "javascript:alert(1)",
            "ftp://192.168.1.20",
            "http://",
            "http://a b",
            "<script>",
            "a..b",
            "-x-.org",
            "0x7f.0x1",
        ),
        *("192.168.1.20:99999", "192.168.1.20:port", "http://192.168.1.20:0", "user@192.168.1.20", "[fe80::1]"),
        *("http://http://192.168.1.20", "0.1.2.3", "240.0.0.1", "host..", "fd12::7%en0", "[fe80::1%25eth0]:8501"),
        *("[::ffff", "224.0.0.1", "255.255.255.255", "workshöp.example.org", "x" * 300),
    ],
)
def test_what_no_phone_can_open_is_refused(typed):
    with pytest.raises(NotAllowedHere, match="as people type it"):
        understood(typed, 8501)
