"""Which addresses a capture may be fetched from: those of the public internet, and no other.

A name can point anywhere. Every address it resolves to is looked at, and the connection goes to
the address that was looked at, so that a name which answers differently a second later changes
nothing (DNS rebinding). An IPv6 address that wraps an IPv4 one is judged by what it wraps.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

LOOKED_UP_WITHIN = 15
"""Seconds that the name service has to answer."""

# Networks without IPv4 reach it through these (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed in NAT64:
        return _is_public(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
    return all(_is_public(part) for part in (parsed, *_wrapped(parsed)))


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or getattr(address, "is_site_local", False)
    )


def _wrapped(address: Address) -> list[Address]:
    """The IPv4 addresses inside an IPv6 one (RFC 4291, 3056, 4380)."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [inner for inner in found if inner is not None]


def _looked_up(host: str, port: int) -> list[Any]:
    """What the name service says of a host. It has no time limit of its own, so it is asked aside."""
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(LOOKED_UP_WITHIN)
    except TimeoutError as error:
        raise ValueError(f"names a host that the name service does not find in time: `{host}`") from error
    except (OSError, UnicodeError) as error:
        raise ValueError(f"names a host that cannot be found: `{host}`") from error


def resolved(host: str, port: int, allowed: Callable[[str], bool]) -> list[str]:
    """The addresses of a host, all of them allowed. Raises `ValueError` otherwise."""
    answers = _looked_up(host, port)
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    refused = next((address for address in addresses if not allowed(address)), None)
    if refused is not None:
        raise ValueError(f"leads to `{host}` at {refused}, which is not an address of the public internet")
    if not addresses:
        raise ValueError(f"names a host that cannot be found: `{host}`")
    return addresses
