"""Calls of parplan drawn at random: every command and option that its parser declares, each with
something that is nearly right, or not at all.
"""

import inspect
import random
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args, get_origin

from typer.models import ArgumentInfo

from attacks.names import Names
from mutations import DATES, EDGES, HOSTILE, SHARES, YEARS
from parplan.cli import app, options
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
    app.parser(app.NAMES, "en")
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
    said = options._words[id(info)].metavar or parameter.name.upper()
    return Taken(
        names if not isinstance(info, ArgumentInfo) else (),
        "" if kind is bool else said,
        tuple(map(str, choices)),
        any(get_origin(it) is list for it in kinds),
        parameter.default is inspect.Parameter.empty,
    )


FIELDS = ("score", "max", "planned", "target", "rank", "percent", "change", "floor")
ODD = ["", " ", "-", "--", "=", "*", "**", ".", "..", "[", "?", "0", "\x1b[31m", "\u202e", "\u2028"]
ODD += ["\x85", "\ud800", "x" * 5000, "9" * 5000, "ế", "e\u0301", "par.", ".1", "None", "{x}"]
NUMBERS = [
    "0",
    "1",
    "-1",
    "2",
    "1e5",
    "1e400",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "1_000",
    "٣",
    "9" * 400,
]
NUMBERS += ["0.0000001", "1,5", "≥ 5", "+ 1", "1/3", "99999999999999999999", "1.", ".5", "-0"]
ENDINGS = [".txt", ".json", ".csv", ".md"]
ODD_ENDINGS = [".ics", ".sarif", ".xml", ".jsonl", ".yaml", "", ".JSON", ".x"]
WILD = 0.2  # of the calls: those whose words may be anything

# How often an option is given; the others are now and then.
_LIKELY = {
    "--base": 0.3,
    "--clamp": 0.3,
    "--scenario": 0.2,
    "--set": 0.15,
    "--add": 0.15,
    "--share": 0.2,
    "--because": 0.5,
    "--format": 0.4,
    "--lang": 0.5,
    "--pager": 0.02,
    "-o": 0.1,
    "--basis": 0.3,
    "--jobs": 0.02,
}
_SELDOM = 0.08
_ONE_OF = {  # options of which a command takes just one, or none
    "rank": ("--score", "--target", "--projected"),
}
# As often as the others these would take half of the time.
_HEAVY = frozenset({"errata suggest", "errata letter", "review"})
_PLAIN = frozenset({"rule", "schema", "init"})  # do not read the plan, or little of it
_OF_TASKS = frozenset({"tasks", "units", "mark"})
_OF_RESULTS = frozenset({"progress", "review"})


class Caller:
    """Draws calls that name what a plan has; a wild one most anything else as well."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng = rng
        self.names = names
        self.wild = rng.random() < WILD

    def call(self) -> list[str]:
        """A call of one command, with some of its options."""
        rng = self.rng
        left_out = _PLAIN | _HEAVY if rng.random() < 0.7 else frozenset()
        if not self.wild:
            left_out |= frozenset() if self.names.has_tasks else _OF_TASKS
            left_out |= frozenset() if self.names.has_results else _OF_RESULTS
        command = rng.choice([it for it in commands() if it not in left_out])
        words: list[list[str]] = []
        one_of = _ONE_OF.get(command, ())
        others = set() if self.wild else set(one_of) - {rng.choice([*one_of, None])}
        for taken in commands()[command]:
            if others.isdisjoint(taken.names):
                words += self._given(command, taken)
        if self.wild and rng.random() < 0.3:
            rng.shuffle(words)
        if self.wild and rng.random() < 0.07:
            words.append(
                [rng.choice([*ODD, "--nonsense", "--help", "-h", "--version", "--", "-o"])]
            )
        words = self._because(command, words)
        return [*command.split(), *(word for group in words for word in group)]

    def _because(self, command: str, words: list[list[str]]) -> list[list[str]]:
        """A tame call says what a command needs that no single option can tell."""
        given = {group[0] for group in words if group}
        if self.wild:
            return words
        if "--save" in given and "--because" not in given:
            words.append(["--because", "a reason"])
        if "--save" not in given and command in ("project", "reach"):
            words = [group for group in words if group[:1] != ["--because"]]
        if command == "mark" and given.isdisjoint({"--status", "--evidence"}):
            words.append(["--status", self.rng.choice(["open", "doing", "done"])])
        if command == "reach" and "cheapest" in self._flat(words) and "--costs" not in given:
            words.append(["--costs", "costs.yaml"])
        if command == "simulate":  # not with more than one scenario
            words = [
                group
                for n, group in enumerate(words)
                if "--scenario" not in self._flat(words[:n]) or group[0] != "--scenario"
            ]
        return words

    @staticmethod
    def _flat(words: list[list[str]]) -> list[str]:
        return [word for group in words for word in group]

    def _given(self, command: str, taken: Taken) -> list[list[str]]:
        """A parameter as it is given, if it is: groups of words that belong together."""
        rng, option = self.rng, taken.names[0] if taken.names else ""
        times = rng.choice([1, 1, 2, 3]) if taken.many else 1
        if option == "--plan":
            return [[option, "plan" if not self.wild else self._folder()]]
        if not taken.names:
            if not taken.needed and rng.random() < (
                1 if command == "validate" and not self.wild else 0.6
            ):
                return []
            return [[self._argument(command, taken) for _ in range(times)]]
        if not (taken.needed or option == "--n" or rng.random() < _LIKELY.get(option, _SELDOM)):
            return []
        if not taken.what:
            return [[rng.choice(taken.names)]]
        return [[rng.choice(taken.names), self._value(taken)] for _ in range(times)]

    def _argument(self, command: str, taken: Taken) -> str:
        rng, names = self.rng, self.names
        if self.wild and rng.random() < 0.3:
            return self._value(taken)
        if command == "explain":
            return rng.choice(
                [
                    rng.choice(names.ids),
                    *[rng.choice(names.figures)] * 3,
                    rng.choice(list(REGISTRY)),
                ]
            )
        if command in ("errata show", "errata accept", "errata remove"):
            return rng.choice([*names.errata, rng.choice(names.figures)])
        if command == "init":
            return rng.choice(["out/new", "out/a/b", "other"])
        return self._value(taken)

    def _value(self, taken: Taken) -> str:
        rng = self.rng
        if self.wild and rng.random() < 0.08:
            return rng.choice([*ODD, *HOSTILE])
        option = taken.names[-1] if taken.names else ""
        if taken.choices:
            return rng.choice(taken.choices)
        if option == "--output":
            return self._output()
        if option == "--save":
            return (
                rng.choice(["out/saved.yaml", "plan/scenarios/new.yaml"])
                if not self.wild
                else self._output()
            )
        if option == "--fail-under":
            return f"{rng.choice(self.names.ids)}{rng.choice(['', '.target'])}={self._plain()}"
        if taken.what == "FILE":
            return self._file(option)
        if taken.what == "N":  # few draws, no processes: what is looked for does not hang on them
            return rng.choice(
                ["1", "10", "500"] if option in ("--n", "--seed") else ["1", "0", "7", "-1", "x"]
            )
        return self._of_kind(taken.what)

    def _of_kind(self, what: str) -> str:
        rng, names, ident = self.rng, self.names, self._ident()
        kinds: dict[str, Callable[[], str]] = {
            "ID": lambda: ident,
            "DIR": self._folder,
            "ID=POINTS": lambda: f"{ident}={self._points()}",
            "ID=RANK": lambda: (
                f"{ident}={rng.choice(['1/11', '38/61', '5', *(['0/0', '9/2'] * self.wild)])}"
            ),
            "ID=COST": lambda: f"{ident}={self._points()}",
            "[ID=]PERCENT": lambda: f"{rng.choice(['', ident + '='])}{self._share()}",
            "POINTS": self._points,
            "PERCENT": self._share,
            "SHARE": lambda: rng.choice(
                ["0", "0.3", "0.99", *(["0.999999999", "1", *NUMBERS] * self.wild)]
            ),
            "DATE": self._date,
            "YEAR": self._year,
            "UNIT": lambda: rng.choice([*names.units, *(["Sở Nội vụ", "x"] * self.wild)]),
            "TASK": lambda: rng.choice([*names.tasks, *(["x"] * self.wild)]),
            "CODE": lambda: rng.choice(
                [*REGISTRY, "A", "S", "a301", *(["A301,S1", "Z", ""] * self.wild)]
            ),
            "NAME": lambda: rng.choice(["indicators", "gap", "costs", "results", "errata suggest"]),
            "TEXT": lambda: rng.choice(["Báo cáo", "a reason", "x", rng.choice(HOSTILE)]),
            "FILE|LINK": lambda: rng.choice(
                ["12/BC-UBND", "https://a.b/c", "a b.pdf", rng.choice(HOSTILE)]
            ),
            "DECISION": lambda: rng.choice(["keep", "undecided", f"correct={self._plain()}"]),
            "A": self._side,
            "B": self._side,
        }
        return kinds[what]() if what in kinds else rng.choice(ODD)

    def _ident(self) -> str:
        rng, ident = self.rng, self.rng.choice(self.names.ids)
        first = ident.split(".")[0]
        tame = (ident, first, f"{first}.*")
        return (
            rng.choices(tame, (8, 2, 1))[0]
            if not self.wild or rng.random() < 0.7
            else rng.choice(
                [
                    f"{first}.*.survey",
                    "*",
                    f"{ident}x",
                    ident.upper(),
                    f"{ident}.score",
                    f"*{ident[1:]}",
                ]
            )
        )

    def _plain(self) -> str:
        low, high = (0, 1000) if self.wild else (100, 800)
        return f"{self.rng.randrange(low, high) / 100:.2f}"

    def _points(self) -> str:
        rng = self.rng
        signed = f"{rng.choice('+-')}{rng.randrange(0, 300) / 100:.2f}"
        weights = (8, 3, 4, 2) if self.wild else (12, 3, 1, 0)
        return rng.choices(
            (self._plain(), signed, rng.choice(EDGES), rng.choice(NUMBERS)), weights
        )[0]

    def _share(self) -> str:
        rng = self.rng
        tame = f"{rng.randrange(0, 121)}%"
        return rng.choice([tame, rng.choice(SHARES), f"{rng.random():.2f}"]) if self.wild else tame

    def _date(self) -> str:
        rng = self.rng
        day = f"{rng.randrange(2021, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        return rng.choice(DATES) if self.wild and rng.random() < 0.5 else day

    def _year(self) -> str:
        return self.rng.choice(["2021", "2022", "2023", "2024", *(YEARS * self.wild)])

    def _folder(self) -> str:
        return self.rng.choice(
            ["plan", "plan", "plan", ".", *(["other", "out", "nothing", ""] * self.wild)]
        )

    def _output(self) -> str:
        """A file to write to, always inside the folder of work."""
        rng = self.rng
        ending = rng.choice(ENDINGS if rng.random() < 0.8 else ODD_ENDINGS)
        if not self.wild:
            return f"out/a{ending}"
        return rng.choice(
            [f"out/none/a{ending}", "out", f"out/{'n' * 260}{ending}", f"out/Kết quả á{ending}",
             f"out/\x1b[31m\u202e{ending}", f"../here/out/b{ending}", f"costs.yaml/a{ending}",
             "plan/indicators.yaml", "plan/peers/field.csv", "batch.csv", "/dev/null", "", "."]
        )  # fmt: skip

    def _file(self, option: str) -> str:
        """A file to read, most often of the kind that the option asks for."""
        rng, names = self.rng, self.names
        fitting: dict[str, tuple[str, ...]] = {
            "--batch": ("batch.csv", "batch.jsonl", "-"),
            "--costs": ("costs.yaml",),
            "--against": ("document.txt",),
            "--peers": names.tables,
            "--scenario": (*names.scenarios, *(name[15:-5] for name in names.scenarios)),
        }
        right = fitting.get(option) or ("nothing.yaml",)
        if not self.wild or rng.random() < 0.7:
            return rng.choice(right)
        others = (
            "plan/indicators.yaml",
            "plan",
            "nothing.yaml",
            "",
            "batch.csv",
            "document.txt",
            "/dev/null",
        )
        return rng.choice([*others, *names.tables, *names.scenarios])

    def _side(self) -> str:
        """One of the two things that are compared."""
        rng = self.rng
        unit = rng.choice(["Hà Quảng", "Bảo Lạc", "Cao Bằng", "Lạng Sơn"])
        tame = ["plan", "other", "2022", "2023", f"{unit}@{self._year()}"]
        odd = [
            f"{rng.choice(ODD)}:",
            f"@{rng.choice(ODD)}",
            "HEAD:",
            "HEAD~1:plan",
            f"{unit}@",
            *ODD,
        ]
        return rng.choice(tame if not self.wild else [*tame, *odd])
