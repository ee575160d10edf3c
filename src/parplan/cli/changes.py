"""What-if options: from what was typed to changes, in the order typed, and to ranges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from parplan.cli.output import Stop, stop
from parplan.cli.typed import MEANT, pair_typed, unknown_id
from parplan.engine.project import Refusal
from parplan.model.scenario import Change, ChangeKind, Range, Spread
from parplan.points import NotAFigure, exact, parse, sign_of
from parplan.rules.scenarios import refusal_words
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.baseline import Baseline


class Typed(NamedTuple):
    """A change, and the option as it was typed."""

    change: Change
    option: str


_FORMS: dict[ChangeKind, Text] = {
    "set": Text("MÃ=9.0", "ID=9.0"),
    "add": Text("MÃ=+0.4", "ID=+0.4"),
    "share": Text("60%, MÃ=60%", "60%, ID=60%"),
}


def typed_changes(order: Sequence[str], values: Mapping[ChangeKind, list[str]]) -> list[Typed]:
    """The changes of all what-if options. `order` names the options as they were typed, each a kind
    with an s: sets, adds, shares.

    Raises Stop where one is not of its form; all of those are told at once.
    """
    waiting = {f"{kind}s": [(kind, text) for text in texts] for kind, texts in values.items()}
    typed: list[Typed] = []
    wrong: list[Message] = []
    for name in order:
        if name in waiting:
            kind, text = waiting[name].pop(0)
            try:
                typed.append(Typed(_change(kind, text), f"--{kind} {text}"))
            except NotAFigure as error:
                wrong.append(_wrong(kind, text, error))
    if wrong:
        raise stop(*wrong)
    return typed


def _change(kind: ChangeKind, text: str) -> Change:
    ident, amount = pair_typed(text)
    if kind != "share" and not ident:
        raise NotAFigure(text)
    return Change.read(ident, amount, kind)


def _wrong(kind: ChangeKind, text: str, error: NotAFigure) -> Message:
    values: dict[str, object] = {"option": f"--{kind}", "text": text, "form": _FORMS[kind]}
    ident, amount = pair_typed(text)
    if (
        kind == "set" and ident and sign_of(amount) and error.meant is not None
    ):  # a difference, not a score
        meant = error.meant if error.meant.startswith("-") else f"+{error.meant}"
        return Message(MEANT, {**values, "meant": f"--add {ident}={meant}"})
    if "%" in amount and ident and kind != "share":
        return Message(_A_SHARE, {**values, "share": f"--share {ident}={amount}"})
    if error.meant is None or (kind != "share" and not ident):
        return Message(_BAD_CHANGE, values)
    meant = error.meant if ident is None else f"{ident}={error.meant}"
    return Message(MEANT, {**values, "meant": meant})


def typed_ranges(texts: Iterable[str], baseline: "Baseline") -> list[Spread]:
    """The ranges that were typed, ID=LOW,LIKELY,HIGH each. Raises Stop where one is not of its
    form, names nothing, or cannot be; all of those are told at once.
    """
    from parplan.engine.limits import outside
    from parplan.ids import UnknownId, matching

    found: list[Spread] = []
    wrong: list[Message] = []
    for text in texts:
        ident, ends = pair_typed(text)
        option = f"--range {text}"
        try:
            if ident is None:
                raise NotAFigure(text)
            spread = Range(*(parse(end.strip()) for end in ends.split(",")))
            named = matching(ident, baseline.plan.by_id)
        except (NotAFigure, TypeError):
            wrong.append(Message(_BAD_RANGE, {"text": text}))
            continue
        except UnknownId as error:
            wrong.append(unknown_id(error))
            continue
        refusals = [each for it in named for each in outside(it, spread.low, spread.high, baseline)]
        if not spread.in_order:
            refusals = [("W707", {"range": f"[{', '.join(map(exact, spread))}]"})]
        for code, values in refusals:
            message, todo = refusal_words(code, values, of_range=True)
            said = Message(_REASON, {"message": message, "help": todo})
            wrong.append(Message(_REFUSED, {"option": option, "reason": said}))
        found += [Spread(it, *spread) for it in named]
    if wrong:
        raise stop(*wrong)
    return found


def refused(refusals: Sequence[Refusal], options: Sequence[str]) -> Stop:
    """Say why there is no answer, naming the option that asked for it; raise what this returns."""
    messages = []
    for refusal in refusals:
        said = reason(refusal)
        if refusal.change is not None:
            said = Message(_REFUSED, {"option": options[refusal.change], "reason": said})
        messages.append(said)
    return stop(*messages)


def reason(refusal: Refusal) -> Message:
    """Why there is no answer, and what to do about it."""
    message, help_text = refusal_words(refusal.code, refusal.values)
    return Message(_REASON, {"message": message, "help": help_text})


_BAD_CHANGE = Text(
    "{option} “{text}”: không phải dạng {form}", "{option} “{text}”: not of the form {form}"
)
_A_SHARE = Text(
    "{option} “{text}”: cần số điểm, theo dạng {form}; muốn thực hiện một phần mức dự kiến tăng "
    "thì dùng {share}",
    "{option} “{text}”: points are needed, of the form {form}; for a share of what is planned, "
    "{share}",
)
_BAD_RANGE = Text(
    "--range “{text}”: không phải dạng MÃ=THẤP NHẤT,NHIỀU KHẢ NĂNG NHẤT,CAO NHẤT, ví dụ "
    "par.1=8.2,8.9,9.1",
    "--range “{text}”: not of the form ID=LOWEST,LIKELIEST,HIGHEST, such as par.1=8.2,8.9,9.1",
)
_REFUSED = Text("{option}: {reason}", "{option}: {reason}")
_REASON = Text("{message}; {help}", "{message}; {help}")
