"""A mapping that stays as it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Fixed(Mapping[Key, Value]):
    """What a mapping held, for good; other than a mappingproxy it can be copied, and sent to
    another process.
    """

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[Key, Value] = {}) -> None:
        self._held = dict(held)

    def __getitem__(self, key: Key) -> Value:
        return self._held[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._held})"


EMPTY: Final[Fixed[Any, Any]] = Fixed()
