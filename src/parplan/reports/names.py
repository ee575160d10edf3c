"""What rows are called in sentences, where no two are to be called alike; many of them; and where
there is room for a word or two.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from parplan.model.fixed import Fixed
from parplan.model.plan import Plan
from parplan.points import LANGUAGES
from parplan.text import Listed, Message, Text


@lru_cache(maxsize=2)  # every table of a report asks
def full_names(plan: Plan) -> Mapping[str, Text]:
    """The names of rows, by their ids: that of a part behind the name of its row. Where another of
    the index is called so, the number that the document prints stands beside it; where that
    does not tell them apart, the names of all that it is a part of, at last the index.
    """
    up = {ident: _up(plan, ident) for ident in plan.by_id}
    found = {ident: _joined(names[1:][-2:] or names) for ident, names in up.items()}
    alike = _alike(plan, found)
    for ident in alike:
        row = plan.by_id[ident]
        if row.node is not row.root and (number := row.node.row):
            found[ident] = Text(*(f"{found[ident].say(lang)} ({number})" for lang in LANGUAGES))
    if alike:
        found |= {ident: _joined(up[ident][1:] or up[ident]) for ident in _alike(plan, found)}
    found |= {ident: _joined(up[ident]) for ident in _alike(plan, found, across=True)}
    return Fixed(found)


def short_names(plan: Plan) -> Mapping[str, Text]:
    """What the indices are called where there is little room, by their ids: by the capitals that
    their names end with in parentheses, where these tell them apart; else by the name.
    """
    names = {index.id: index.node.name for index in plan.indices}
    short = {
        ident: Text(*(_capitals(name.say(lang)) or name.say(lang) for lang in LANGUAGES))
        for ident, name in names.items()
    }
    return names if _alike(plan, short, across=True) else short


def few(each: Sequence[object]) -> Listed:
    """Those that `units` or a table below names all: where they are many, the first and how many
    more.
    """
    if len(each) <= _MOST:
        return Listed(each)
    return Listed((*each[:_FIRST], Message(_MORE, {"count": len(each) - _FIRST})))


def _capitals(name: str) -> str:
    """The capitals in parentheses at the end of a name, if there are any."""
    found = _PARENTHESES.search(name)
    return found[1] if found and found[1].isupper() else ""


def _up(plan: Plan, ident: str) -> tuple[Text, ...]:
    """The names of a row and of all that it is a part of, the index first."""
    return tuple(plan.by_id[it].node.name for it in reversed(plan.up(ident)))


def _joined(names: Iterable[Text]) -> Text:
    names = tuple(names)
    return Text(*(": ".join(it.say(lang) for it in names) for lang in LANGUAGES))


def _alike(plan: Plan, found: Mapping[str, Text], *, across: bool = False) -> list[str]:
    """Those that another row of the index, or `across` all of them, is called like."""

    alike: set[str] = set()
    for lang in LANGUAGES:
        called = {
            ident: ("" if across else plan.by_id[ident].root.id, name.say(lang))
            for ident, name in found.items()
        }
        counted = Counter(called.values())
        alike |= {ident for ident, name in called.items() if counted[name] > 1}
    return [ident for ident in found if ident in alike]


_PARENTHESES = re.compile(r"\(([^()]{2,})\)\s*$")
_MOST, _FIRST = 9, 5  # eight rows and their total are what a reader knows by name
_MORE = Text("và {count} tiêu chí khác", "and {count} more")
