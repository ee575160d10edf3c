"""`rule`: rules as a table, a page, a record."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from parplan.model.findings import SEVERITY_WORDS
from parplan.points import Lang
from parplan.reports import fields
from parplan.reports.fields import CODE, TEXT, Answer, At, Field, list_of, object_of, table, whole
from parplan.reports.titles import Titles
from parplan.reports.validate import SEVERITY
from parplan.rules import Rule
from parplan.rules.rule import ADDED
from parplan.text import Message, Text, Word

_BLANK = re.compile(r"(?<!\{)\{\w+\}(?!\})")

_FIELDS = (
    Field("code", "id", Titles.CODE, schema=CODE),
    Field("name", "id", Titles.SLUG, lambda at: at.row.slug),
    Field(
        "severity",
        "word",
        Titles.SEVERITY,
        lambda at: Word(at.row.severity, SEVERITY_WORDS[at.row.severity]),
        schema=SEVERITY,
    ),
    Field("title", "text", Titles.FINDS),
    Field("why", "text", value=lambda at: _each(at.row.why, _unfilled), on="j"),
    Field("message", "text", value=lambda at: _each(_of_sums(at.row.message), _blanks), on="j"),
    Field("help", "text", value=lambda at: _each(at.row.help, _blanks), on="j"),
    Field("wrong", "text", on="j", schema=TEXT),
    Field("right", "text", on="j", schema=TEXT),
)


def answer(rules: Sequence[Rule]) -> Answer:
    """Rules in all forms, a line each in tables."""
    return Answer(
        "rule",
        lambda lang: {"rules": [record(rule, lang) for rule in rules]},
        lambda: [table(Message(_TITLE), _FIELDS, map(At, rules))],
    )


def record(rule: Rule, lang: Lang) -> dict[str, Any]:
    """One rule as a JSON-ready record."""
    return fields.record(At(rule), _FIELDS, lang)


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    return whole(
        "rule",
        {"rules": list_of(object_of(fields.described(_FIELDS)))},
        plan={"type": "null"},
        basis=False,
    )


def page(rule: Rule, lang: Lang) -> str:
    """One rule in full, as Markdown that reads well in a terminal too."""
    told = record(rule, lang)
    lines = [
        f"# {rule.code} {rule.slug} ({SEVERITY_WORDS[rule.severity].say(lang)})",
        "",
        f"{told['title']}.",
        "",
        *(f"- {words}" for words in _sentences(told, lang)),
    ]
    for key, words in _EXAMPLES.items():
        lines += ["", words.say(lang), "", _fenced(rule, told[key])]
    return "\n".join(lines) + "\n"


def described(rule: Rule, lang: Lang) -> dict[str, Any]:
    """One rule for a log that describes its rules: its record, and the whole of it as plain text
    and as Markdown.
    """
    told = record(rule, lang)
    sentences = _sentences(told, lang)
    plain = [
        part for key, words in _EXAMPLES.items() for part in (words.say(lang), _indented(told[key]))
    ]
    marked = [
        part
        for key, words in _EXAMPLES.items()
        for part in (words.say(lang), _fenced(rule, told[key]))
    ]
    return {
        **told,
        "text": "\n\n".join([*sentences, *plain]),
        "markdown": "\n\n".join([*sentences, *marked]),
    }


def _sentences(told: dict[str, Any], lang: Lang) -> list[str]:
    return [words.say(lang, said=told[key]) for key, words in _SENTENCES.items()]


def _of_sums(message: Text) -> Text:
    """A message as it is of plain sums, where it says how parts make up a total."""
    return Text(message.vi.replace("{made}", ADDED.vi), message.en.replace("{made}", ADDED.en))


def _each(words: Text, change: Callable[[str], str]) -> Text:
    return Text(change(words.vi), change(words.en))


SCHEMA = {"type": "object"}


def _blanks(words: str) -> str:
    """A sentence with … where a finding has its figures."""
    return _unfilled(_BLANK.sub("…", words))


def _unfilled(words: str) -> str:
    return words.replace("{{", "{").replace("}}", "}")


def _indented(example: str) -> str:
    return "\n".join(f"    {line}" for line in _seen(example))


def _fenced(rule: Rule, example: str) -> str:
    alone = rule.of_tables and "# table\n" not in example
    lines = "\n".join(_seen(example))
    kind = "text" if rule.on == "document" else "csv" if alone else "yaml"
    return f"```{kind}\n{lines}\n```"


# Control characters as the signs that stand for them; a tab is one that people know.
_SIGNS = {at: 0x2400 + at for at in range(0x20) if chr(at) not in "\t\n"}


def _seen(example: str) -> list[str]:
    return example.rstrip("\n").translate(_SIGNS).split("\n")


_TITLE = Text("Các quy tắc", "Rules")
_SENTENCES = {
    "why": Text("Vì sao: {said}", "Why: {said}"),
    "message": Text("Thông báo: {said}", "It says: {said}"),
    "help": Text("Cách xử lý: {said}", "What to do: {said}"),
}
_EXAMPLES = {"wrong": Text("Sai:", "Wrong:"), "right": Text("Đúng:", "Right:")}
