"""Where the server may be: several addresses, the one that answered last first."""

import threading
from collections.abc import Sequence


class AddressBook:
    """The server's known addresses, shared by all threads of a seat."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Take addresses such as `10.0.0.2:8443`, best first.

        Raises:
            ValueError: no address.
        """
        if not addresses:
            raise ValueError("a seat needs at least one server address")
        self._lock = threading.Lock()
        self._addresses = list(dict.fromkeys(addresses))
        self._index = 0

    def current(self) -> str:
        """Return the address to call now."""
        with self._lock:
            return self._addresses[self._index]

    def turn_from(self, address: str) -> None:
        """Try the next address from now on, if `address` is still the current one."""
        with self._lock:
            if self._addresses[self._index] == address:
                self._index = (self._index + 1) % len(self._addresses)

    def learn(self, addresses: Sequence[str]) -> bool:
        """Add addresses the server named; return whether one of them was new."""
        with self._lock:
            new = [each for each in addresses if each not in self._addresses]
            self._addresses.extend(new)
            return bool(new)

    def all(self) -> tuple[str, ...]:
        """Return all addresses, the current one first."""
        with self._lock:
            return (
                *self._addresses[self._index :],
                *self._addresses[: self._index],
            )
