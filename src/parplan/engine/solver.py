"""Integer programs, by CP-SAT of OR-Tools: whole numbers in and out, so no float is near a proof.

Its extra is `solver`; it is imported here only, once there is something to solve.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Literal

Reason = Literal["no-solver", "no-proof"]
MOST_EFFORT = 10  # in the solver's own time, about seconds, which is the same on every machine
LARGEST = 2**53  # of all factors, bounds and their sums; the solver counts in 64 bits

Limit = tuple[Sequence[Fraction], Fraction]
Aim = Sequence[Fraction] | None
Range = tuple[int, int]  # from, to


class Unsolved(Exception):
    """Nothing is proven: the library is missing, the figures are too long, or it takes too long."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def least(ranges: Sequence[Sequence[Range]], limits: Sequence[Limit], aim: Aim) -> list[int] | None:
    """Whole numbers from 0 up, each within one of its ranges, that make the aim least; None where
    none fit.

    A limit is a factor for each number, and the most that their sum may be. The aim is a factor for
    each number; None counts the numbers above 0.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise Unsolved("no-solver") from error
    model, solver = cp_model.CpModel(), cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = MOST_EFFORT
    domains = [cp_model.Domain.from_intervals(each) for each in ranges]
    bounds = [max((end for _, end in each), default=0) for each in ranges]
    numbers = [model.new_int_var_from_domain(domain, "") for domain in domains]
    for factors, most in limits:
        whole, scale = _whole(factors, bounds)
        most_whole = min(max(floor(most * scale), -LARGEST), LARGEST)
        model.add(cp_model.LinearExpr.weighted_sum(numbers, whole) <= most_whole)
    if aim is None:
        used = [model.new_bool_var("") for _ in bounds]
        for number, bound, flag in zip(numbers, bounds, used, strict=True):
            model.add(number <= bound * flag)
        model.minimize(cp_model.LinearExpr.sum(used))
    else:
        whole, _ = _whole(aim, bounds)
        model.minimize(cp_model.LinearExpr.weighted_sum(numbers, whole))
    # In a thread of its own, and not listening itself: whoever wants the run to end is heard.
    solver.parameters.catch_sigint_signal = False
    with ThreadPoolExecutor(1) as alone:
        status = alone.submit(solver.solve, model).result()
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise Unsolved("no-proof")
    found = [solver.value(number) for number in numbers]
    if any(_times(factors, found) > most for factors, most in limits):
        raise Unsolved("no-proof")
    return found


def _whole(factors: Sequence[Fraction], bounds: Sequence[int]) -> tuple[list[int], Fraction]:
    """Factors as the smallest whole numbers in proportion, and what they were multiplied by."""
    scale = lcm(*(factor.denominator for factor in factors))
    whole = [int(factor * scale) for factor in factors]
    by = gcd(*whole) or 1
    whole = [factor // by for factor in whole]
    if sum(abs(factor) * bound for factor, bound in zip(whole, bounds, strict=True)) > LARGEST:
        raise Unsolved("no-proof")
    return whole, Fraction(scale, by)


def _times(factors: Sequence[Fraction], numbers: Sequence[int]) -> Fraction:
    return sum((a * b for a, b in zip(factors, numbers, strict=True)), Fraction(0))
