"""With how many examples a law is tried: the same ones in every run. `pytest --hypothesis-profile thorough` tries many more."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings

Law = TypeVar("Law", bound=Callable[..., None])

settings.register_profile("usual", deadline=None, derandomize=True, max_examples=30, suppress_health_check=list(HealthCheck))
settings.register_profile("thorough", settings.get_profile("usual"), max_examples=500)
settings.load_profile("usual")


def few(law: Law) -> Law:
    """A law whose examples take long: a quarter of them."""
    return settings(max_examples=settings().max_examples // 4)(law)
