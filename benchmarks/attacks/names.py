"""What a plan has that may be named in a call."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml


class Names(NamedTuple):
    """Ids and files of a plan, as they are before anybody changes it."""

    ids: tuple[str, ...]
    figures: tuple[str, ...]  # such as dep.1.score
    errata: tuple[str, ...]
    units: tuple[str, ...]
    tasks: tuple[str, ...]
    scenarios: tuple[str, ...]
    tables: tuple[str, ...]
    has_tasks: bool
    has_results: bool


def names_in(files: Mapping[str, bytes]) -> Names:
    """The names that these files have."""
    records = list(_records(_read(files, "plan/indicators.yaml").get("indices")))
    work = _read(files, "plan/tasks.yaml")
    errata = _read(files, "plan/errata.yaml").get("errata")
    targets = _read(files, "plan/targets.yaml").get("targets")
    figures = [
        f"{it['id']}.{key}" for it in records for key in ("score", "max", "rank") if key in it
    ]
    if isinstance(targets, dict):
        figures += [f"{ident}.{key}" for ident, it in targets.items() for key in it or {}]
    return Names(
        tuple(str(it["id"]) for it in records) or ("par",),
        tuple(figures) or ("par.score",),
        tuple(map(str, errata if isinstance(errata, dict) else ())),
        tuple(str(it["id"]) for it in _records(work.get("units"))) or ("so-noi-vu",),
        tuple(str(it["id"]) for it in _records(work.get("tasks"))) or ("V.1",),
        tuple(name for name in files if "scenarios/" in name),
        tuple(name for name in files if "/peers/" in name),
        "plan/tasks.yaml" in files,
        "plan/results.yaml" in files,
    )


def _read(files: Mapping[str, bytes], name: str) -> dict[str, object]:
    """A file's tree; nothing where it is not there, or no YAML: the gallery has such."""
    try:
        tree = yaml.safe_load(files.get(name, b""))
    except (yaml.YAMLError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _records(of: object) -> Iterator[dict[str, object]]:
    """Records with an id, and those below them."""
    for record in of if isinstance(of, list) else ():
        if isinstance(record, dict) and "id" in record:
            yield record
            yield from _records(record.get("rows"))
            yield from _records(record.get("parts"))
