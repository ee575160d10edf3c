"""Calls of parplan drawn at random: every command and option that its parser declares, each with
something that is nearly right, or not at all.
"""

import inspect
import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from mutations import DATES, EDGES, HOSTILE, SHARES, YEARS
from parplan.cli import app
from parplan.rules import REGISTRY


class Taken(NamedTuple):
    """An option or an argument that a command takes: how it is typed, and what is typed for it."""

    names: tuple[str, ...]  # none for an argument
    what: str  # DATE, ID=POINTS …; empty for a flag
    choices: tuple[str, ...]
    many: bool
    needed: bool


@cache
def commands() -> Mapping[str, tuple[Taken, ...]]:
    """What each command takes, as it declares it."""
    app.application()
    return {
        name: tuple(
            _taken(parameter)
            for parameter in inspect.signature(function, eval_str=True).parameters.values()
            if hasattr(parameter.annotation, "__metadata__")
        )
        for name, (_, function) in app._declared.items()
    }


def _taken(parameter: inspect.Parameter) -> Taken:
    kind, info = get_args(parameter.annotation)[:2]
    kinds = [kind, *get_args(kind)]
    choices = next((get_args(it) for it in kinds if get_origin(it) is Literal), ())
    # Typer takes the first name for a default, as it stands in an annotation.
    declared = [it for it in (info.default, *(info.param_decls or ())) if isinstance(it, str)]
    names = tuple(part for name in declared for part in name.split("/"))
    said = app._words[id(info)].metavar or parameter.name.upper()
    return Taken(
        names if not isinstance(info, app.ArgumentInfo) else (),
        "" if kind is bool else said,
        tuple(map(str, choices)),
        any(get_origin(it) is list for it in kinds),
        parameter.default is inspect.Parameter.empty,
    )


class Names(NamedTuple):
    """What a plan has that may be named in a call."""

    ids: tuple[str, ...]
    units: tuple[str, ...]
    tasks: tuple[str, ...]
    scenarios: tuple[str, ...]
    tables: tuple[str, ...]


def names_in(files: Mapping[str, bytes]) -> Names:
    """The names that the files of a plan have before anybody changes them."""
    texts = {name: data.decode("utf-8", "replace") for name, data in files.items()}
    ids = re.findall(r"\bid: ([^\s,}]+)", texts.get("plan/indicators.yaml", ""))
    units, _, tasks = texts.get("plan/tasks.yaml", "").partition("\ntasks:")
    return Names(
        tuple(ids[1:]) or ("par",),
        tuple(re.findall(r"\bid: ([^\s,}]+)", units)) or ("so-noi-vu",),
        tuple(re.findall(r"\bid: ([^\s,}]+)", tasks)) or ("V.1",),
        tuple(name for name in texts if "scenarios/" in name),
        tuple(name for name in texts if "peers/" in name),
    )


FIELDS = ("score", "max", "planned", "target", "rank", "percent", "change", "floor")
ODD = ["", " ", "-", "--", "=", "*", "**", ".", "..", "[", "?", "0", "\x1b[31m", "\u202e", "\u2028"]
ODD += ["\x00"[:0], "\x85", "\ud800", "x" * 5000, "9" * 5000, "ế", "e\u0301", "par.", ".1", "None"]
NUMBERS = ["0", "1", "-1", "2", "1e5", "1e400", "nan", "inf", "-inf", "0x10", "1_000", "٣", "9" * 400]
NUMBERS += ["0.0000001", "1,5", "≥ 5", "+ 1", "1/3", "99999999999999999999", "0.30", "1.", ".5", "-0"]
ENDINGS = [".txt", ".json", ".csv", ".md", ".ics", ".sarif", ".xml", ".jsonl", ".yaml", "", ".JSON", ".x"]


def _ident(rng: random.Random, names: Names) -> str:
    ident = rng.choice(names.ids)
    first = ident.split(".")[0]
    return rng.choices(
        (ident, first, f"{first}.*", f"{first}.*.survey", "*", f"{ident}x", ident.upper()),
        (60, 15, 8, 4, 3, 3, 2),
    )[0]


def _points(rng: random.Random) -> str:
    plain = f"{rng.randrange(0, 1200) / 100:.2f}"
    signed = f"{rng.choice('+-')}{rng.randrange(0, 300) / 100:.2f}"
    return rng.choices((plain, signed, rng.choice(EDGES), rng.choice(NUMBERS)), (8, 3, 4, 2))[0]


def _share(rng: random.Random) -> str:
    return rng.choice([f"{rng.randrange(0, 121)}%", rng.choice(SHARES), f"{rng.random():.2f}"])


def _date(rng: random.Random) -> str:
    day = f"{rng.randrange(2021, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return day if rng.random() < 0.7 else rng.choice(DATES)


def _year(rng: random.Random) -> str:
    return rng.choice(["2021", "2022", "2023", "2024", rng.choice(YEARS)])


def _output(rng: random.Random) -> str:
    """A file to write to, always inside the folder of work."""
    ending = rng.choice(ENDINGS)
    return rng.choices(
        (
            f"out/a{ending}",
            f"out/none/a{ending}",
            "out",
            f"out/{'n' * 260}{ending}",
            f"out/Kết quả {rng.choice(['1', 'á'])}{ending}",
            f"out/\x1b[31m\u202e{ending}",
            f"../here/out/b{ending}",
            f"costs.yaml/a{ending}",
            rng.choice(["plan/indicators.yaml", "batch.csv", "costs.yaml", "plan/peers/field.csv"]),
            "/dev/null",
            "",
            ".",
        ),
        (30, 3, 2, 1, 4, 1, 1, 1, 2, 1, 1, 1),
    )[0]


def _file(rng: random.Random, names: Names, option: str) -> str:
    """A file to read, most often of the kind that the option asks for."""
    fitting: dict[str, tuple[str, ...]] = {
        "--batch": ("batch.csv", "batch.jsonl", "-"),
        "--costs": ("costs.yaml",),
        "--against": ("document.txt",),
        "--peers": names.tables,
        "--scenario": (*names.scenarios, *(name[15:-5] for name in names.scenarios)),
    }
    right = fitting.get(option, ())
    if right and rng.random() < 0.9:
        return rng.choice(right)
    others = ("plan/indicators.yaml", "plan", "nothing.yaml", "", "batch.csv", "document.txt", "/dev/null")
    return rng.choice([*others, *names.tables, *names.scenarios])


def _decision(rng: random.Random) -> str:
    return rng.choice(["keep", "undecided", f"correct={_points(rng)}", "correct=", "correct", "x"])


def _side(rng: random.Random, names: Names) -> str:
    """One of the two things that are compared."""
    unit = rng.choice(["Hà Quảng", "Bảo Lạc", "Cao Bằng", "Lạng Sơn", "Nowhere", ""])
    return rng.choice(
        ["plan", "other", "2022", "2023", _year(rng), f"{unit}@{_year(rng)}", "HEAD:", "HEAD~1:plan",
         f"{rng.choice(ODD)}:", f"@{rng.choice(ODD)}", rng.choice(names.ids)]
    )  # fmt: skip


_BY_KIND: dict[str, Callable[[random.Random, Names], str]] = {
    "ID": _ident,
    "ID=POINTS": lambda rng, names: f"{_ident(rng, names)}{rng.choice(['=', '=', '.target='])}{_points(rng)}",
    "ID=RANK": lambda rng, names: f"{_ident(rng, names)}={rng.choice(['1/11', '38/61', '5', '0/0', '12/11'])}",
    "ID=COST": lambda rng, names: f"{_ident(rng, names)}={_points(rng)}",
    "[ID=]PERCENT": lambda rng, names: f"{rng.choice(['', _ident(rng, names) + '='])}{_share(rng)}",
    "POINTS": lambda rng, _: _points(rng),
    "PERCENT": lambda rng, _: _share(rng),
    "SHARE": lambda rng, _: rng.choice(["0", "0.3", "0.99", "0.999999999", "1", "-0.1", "30%", *NUMBERS]),
    "DATE": lambda rng, _: _date(rng),
    "YEAR": lambda rng, _: _year(rng),
    "UNIT": lambda rng, names: rng.choice([*names.units, "Sở Nội vụ", "so noi vu", "x"]),
    "TASK": lambda rng, names: rng.choice([*names.tasks, "x"]),
    "CODE": lambda rng, _: rng.choice([*REGISTRY, "A", "S", "a301", "A301,S1", "Z", ""]),
    "NAME": lambda rng, _: rng.choice(["indicators", "gap", "costs", "results", "x", "errata suggest"]),
    "TEXT": lambda rng, _: rng.choice(["Báo cáo", "a reason", rng.choice(HOSTILE), rng.choice(ODD)]),
    "FILE|LINK": lambda rng, _: rng.choice(["12/BC-UBND", "https://a.b/c", "a b.pdf", rng.choice(ODD)]),
    "DECISION": lambda rng, _: _decision(rng),
    "A": _side,
    "B": _side,
}  # fmt: skip


def _value(rng: random.Random, taken: Taken, names: Names) -> str:
    if rng.random() < 0.02:
        return rng.choice([*ODD, *HOSTILE])
    option = taken.names[-1] if taken.names else ""
    if taken.choices:
        return rng.choice(taken.choices) if rng.random() < 0.97 else rng.choice(ODD)
    if option == "--output":
        return _output(rng)
    if option == "--save":
        return rng.choice(["out/saved.yaml", "plan/scenarios/new.yaml", "plan/scenarios/late.yaml", _output(rng)])
    if taken.what == "FILE":
        return _file(rng, names, option)
    if taken.what in ("DIR", "FOLDER"):
        return rng.choice(["plan", "plan", ".", "other", "out", "nothing", "out/new", ""])
    if taken.what == "N":  # few draws and no processes: what is looked for does not hang on them
        return rng.choice(["1", "10", "500"] if option == "--n" else ["1", "1", "0", "7", "-1", "x"])
    return _BY_KIND.get(taken.what, lambda rng, _: rng.choice(ODD))(rng, names)


# What is typed of an argument that names a figure, where a command wants more than an id.
_FIGURES = ("explain", "errata show", "errata accept", "errata remove")
_HEAVY = {"errata suggest", "errata letter"}  # as often as others together they would take half the time


def call(rng: random.Random, names: Names) -> list[str]:
    """A call of one command, with some of its options."""
    known = [name for name in commands() if name not in _HEAVY or rng.random() < 0.3]
    command = rng.choice(known)
    words: list[list[str]] = []
    for taken in commands()[command]:
        option = taken.names[0] if taken.names else ""
        if option == "--plan":
            words.append(rng.choice([[option, "plan"]] * 8 + [[], [option, _value(rng, taken, names)]]))
        elif not taken.names:
            words.append(_arguments(rng, command, taken, names))
        elif taken.needed or option == "--n" or rng.random() < _LIKELY.get(option, 0.12):
            words += _typed(rng, taken, names)
    if rng.random() < 0.3:
        rng.shuffle(words)
    if rng.random() < 0.02:
        words.append([rng.choice([*ODD, "--nonsense", "--help", "-h", "--version", "--", "-o"])])
    return [*command.split(), *(word for group in words for word in group if "\0" not in word)]


_LIKELY = {"--format": 0.4, "--lang": 0.5, "--pager": 0.02, "-o": 0.1, "--basis": 0.3, "--jobs": 0.02}


def _typed(rng: random.Random, taken: Taken, names: Names) -> list[list[str]]:
    times = rng.choice([1, 1, 2, 3]) if taken.many else 1
    if not taken.what:
        return [[rng.choice(taken.names)]]
    return [[rng.choice(taken.names), _value(rng, taken, names)] for _ in range(times)]


def _arguments(rng: random.Random, command: str, taken: Taken, names: Names) -> list[str]:
    if not taken.needed and rng.random() < 0.6:
        return []
    times = rng.choice([1, 1, 2, 3]) if taken.many else 1
    found = [_value(rng, taken, names) for _ in range(times)]
    if command in _FIGURES and rng.random() < 0.8:
        return [f"{rng.choice(names.ids)}.{rng.choice(FIELDS)}"]
    if command == "explain" and rng.random() < 0.2:
        return [rng.choice(list(REGISTRY))]
    return found
