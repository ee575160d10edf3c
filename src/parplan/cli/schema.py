"""`parplan schema`: JSON Schema of the data files and of the JSON answers."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

from parplan.cli.app import command
from parplan.cli.complete import complete_schema
from parplan.cli.options import Language, TextOrJson, argument
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.files import FileKind

# By name: the report that has the schema, and its function where it has more than one
# (`errata.schema_of_one`).
FROM_FIELDS = {
    **{
        name: name
        for name in (
            "explain",
            "gap",
            "progress",
            "project",
            "reach",
            "review",
            "rule",
            "simulate",
            "units",
            "validate",
        )
    },
    **{name: name for name in ("compare", "rank", "realism")},
    **{
        f"{name}-plans": f"plans.schema_of_{name}"
        for name in ("gap", "progress", "review", "units")
    },
    "import": "imported",
    "review-layers": "layers",
    "rank-all": "league",
    "task-list": "tasks",
    "errata-list": "errata",
    "errata-show": "errata.schema_of_one",
    "errata-suggest": "suggest",
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@command(
    "schema",
    help=Text(
        "JSON Schema của tệp số liệu (cho trình soạn thảo) hoặc của kết quả JSON.",
        "JSON Schema of a data file, for editors, or of a JSON answer.",
    ),
    example="parplan schema indicators -o indicators.schema.json",
)
def schema(
    of: Annotated[
        str | None,
        argument(
            metavar="NAME",
            autocompletion=complete_schema,
            help=Text(
                "Tệp hoặc lệnh; mặc định: liệt kê.", "The file, or the command. Default: list them."
            ),
        ),
    ] = None,
    lang: Language = None,
    output: TextOrJson = None,
) -> int:
    """Print the schema of a data file or of a command's JSON, or the names there are."""
    from parplan.cli.answer import by_ending
    from parplan.cli.output import deliver, stop
    from parplan.ids import near
    from parplan.render import json

    by_ending(output, {"": "json", ".json": "json", ".txt": "json"})
    if of is None:
        deliver("".join(f"{name}\n" for name in names()), output)
    elif of in names():
        deliver(json.render(schema_of(of)), output)
    else:
        raise stop(Message(_UNKNOWN, {"name": of}).or_near(near(of, names()), "parplan schema"))
    return 0


def names() -> list[str]:
    """What there are schemas of: the data files, then the answers of commands."""
    from parplan.model.files import KINDS

    return [*KINDS, *sorted(FROM_FIELDS)]


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a data file (`indicators`, `scenario`, …), or of a command's answer."""
    from parplan.model.files import model_of

    if name in FROM_FIELDS:
        module, _, function = FROM_FIELDS[name].partition(".")
        body = getattr(import_module(f"parplan.reports.{module}"), function or "schema")()
    else:
        body = model_of(cast("FileKind", name)).model_json_schema(mode="validation", by_alias=True)
    return {"$schema": DIALECT, **body, "title": f"parplan {name}"}


def modeline(kind: str, to_top: str = "") -> str:
    """The line by which an editor knows the schema of a file; `to_top` leads from it to the plan's
    folder.
    """
    return f"# yaml-language-server: $schema={to_top}schema/{kind}.schema.json"


def schemas_for(folder: Path, kinds: Iterable[str]) -> dict[str, str]:
    """The schemas of a plan's files that are not in its folder yet, by the files for them."""
    from parplan.render import json

    files = {kind: f"schema/{kind}.schema.json" for kind in kinds}
    return {
        file: json.render(schema_of(kind))
        for kind, file in files.items()
        if not (folder / file).exists()
    }


_UNKNOWN = Text("không có schema “{name}”", "there is no schema “{name}”")
