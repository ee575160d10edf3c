"""JSON Schemas: of the data files, which the data fit and wrong data do not, and of every JSON answer."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT, Parplan

FILES = ["indicators", "targets", "errata"]
BESIDE = ["tasks", "results"]


def schema(parplan: Parplan, name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(parplan("schema", name).out)
    Draft202012Validator.check_schema(body)
    return body


def errors(body: dict[str, Any], data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(body).iter_errors(data)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("folder", ["data", "tests/published/pci-2019-thanh-hoa", "tests/published/scorecard-three-levels"])
def test_data_files_fit_their_schema(parplan: Parplan, name: str, folder: str) -> None:
    file = ROOT / folder / f"{name}.yaml"
    if not file.exists() and name == "errata":
        return  # a plan without errata has no such file
    assert errors(schema(parplan, name), yaml.safe_load(file.read_text(encoding="utf-8"))) == []


def test_a_plan_that_is_begun_fits_its_schemas(parplan: Parplan, tmp_path: Path) -> None:
    assert parplan("init", str(tmp_path / "new")).code == 0
    for file in (tmp_path / "new").glob("*.yaml"):
        assert errors(schema(parplan, file.stem), yaml.safe_load(file.read_text(encoding="utf-8"))) == [], file.name


HEAD = {"id": "a", "name": "A", "year": 2022, "target_year": 2023}
RIGHT = [  # numbers of rows as they are printed, a name that is a year, and what is yet to be filled in
    ("indicators", {"plan": HEAD, "indices": [{"id": "a", "name": 2026, "decimals": 2, "rows": [{"id": "a.1", "row": 1.1, "name": "B"}]}]}),
    ("indicators", {"plan": HEAD, "indices": [{"id": "a", "name": "A", "decimals": 2, "rank": None, "printed": {"score": 8.5}}]}),
    ("targets", {"targets": {"a": {"planned": {"2024": None}, "target": {"more_than": None}}}}),
    ("tasks", {"units": [], "tasks": [{"id": "t", "clause": 2.1, "name": "T", "lead": ["u"], "deadline": None}]}),
    (
        "indicators",
        {
            "plan": {"id": "a", "name": "A", "year": 2022, "target_year": 2023},
            "indices": [{"id": "x", "name": "X", "decimals": 2, "rows": [{"id": 2, "name": "B"}, {"id": 2.1, "name": "C"}]}],
        },
    ),
]


@pytest.mark.parametrize(("name", "data"), RIGHT)
def test_what_the_program_takes_fits(parplan: Parplan, name: str, data: Any) -> None:
    assert errors(schema(parplan, name), data) == []


WRONG = [
    (
        "indicators",
        {"plan": {"id": "a", "name": "A", "year": 2022, "target_year": 2023}, "indices": [{"id": "a", "name": "A"}]},
        "'decimals'",
    ),
    ("indicators", {"plan": {"id": "a", "name": "A", "year": 2022, "target_year": 2023}, "indices": []}, "non-empty"),
    ("targets", {"targets": {"a": {"plannd": 1}}}, "plannd"),
    ("targets", {"targets": {"a": {"target": "≥ 8,97"}}}, "8,97"),
    ("indicators", {"plan": HEAD, "indices": [{"id": "a", "name": "A", "decimals": 2, "rank": -1}]}, "-1"),
    ("indicators", {"plan": HEAD, "indices": [{"id": "a", "name": "A", "decimals": 2, "rank": "0/63"}]}, "0/63"),
    ("indicators", {"plan": HEAD, "indices": [{"id": "a", "name": "A", "decimals": 2, "applies": "no"}]}, "'no'"),
    ("targets", {"targets": {"a": {"target": {"rank": 0}}}}, "0"),
    ("errata", {"errata": {"a.score": {"printed": 1, "correct": "perhaps"}}}, "perhaps"),
]


@pytest.mark.parametrize(("name", "data", "words"), WRONG)
def test_wrong_data_do_not(parplan: Parplan, name: str, data: Any, words: str) -> None:
    assert any(words in message for message in errors(schema(parplan, name), data))


@pytest.mark.parametrize("name", [*FILES, *BESIDE])
def test_the_shipped_schemas_are_current_and_the_files_point_to_them(parplan: Parplan, name: str) -> None:
    shipped = ROOT / "data" / "schema" / f"{name}.schema.json"
    assert shipped.read_text(encoding="utf-8") == parplan("schema", name).out
    first = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{name}.schema.json"


ANSWERS = [
    ("gap", ["gap"]),
    ("gap", ["gap", "--basis", "corrected", "--lang", "vi"]),
    ("validate", ["validate"]),
    ("validate", ["validate", "tests/published"]),
    ("explain", ["explain", "par"]),
    ("explain", ["explain", "papi.4.target", "--basis", "parts"]),
    ("explain", ["explain", "A301"]),
    ("explain", ["explain", "par.5.score", "--lang", "vi"]),
    ("rule", ["rule"]),
    ("rule", ["rule", "A301", "--lang", "vi"]),
    ("gap", ["gap", "--leads"]),
    ("units", ["units"]),
    ("units", ["units", "so-tttt", "--lang", "vi"]),
    ("task-list", ["tasks"]),
    ("rank-all", ["rank", "papi", "--all", "--lang", "vi"]),
    ("rank-all", ["rank", "papi", "papi.1", "--all", "--year", "2021"]),
    ("progress", ["progress", "--as-of", "2024-06-01", "--leads"]),
    ("review", ["review"]),
    ("review-layers", ["review", "--layers"]),
    ("gap-plans", ["gap", "--plans", "tests/published", "--lang", "vi"]),
    ("progress-plans", ["progress", "par", "--plans", "data", "--as-of", "2024-06-01"]),
    ("review-plans", ["review", "--plans", "data", "--year", "2024"]),
    ("units-plans", ["units", "--plans", "data"]),
    ("project", ["project", "--set", "par.1=12", "--clamp"]),
    ("project", ["project", "--scenario", "own-work-only", "--scenario", "surveys-at-half", "--lang", "vi"]),
    ("reach", ["reach", "par", "--at-least", "85"]),
    ("reach", ["reach", "par", "--at-least", "101", "--only", "par.7"]),
    ("reach", ["reach", "papi", "--odds", "0.8"]),
    ("simulate", ["simulate", "--n", "100"]),
    ("rank", ["rank", "papi"]),
    ("rank", ["rank", "papi", "--odds", "--lang", "vi"]),
    ("realism", ["realism"]),
    ("compare", ["compare", "2022", "2023"]),
    ("errata-list", ["errata", "list", "--lang", "vi"]),
    ("errata-list", ["errata", "list", "--plan", "tests/published/pci-2019-thanh-hoa"]),
    ("errata-show", ["errata", "show", "par.8.score"]),
    ("errata-suggest", ["errata", "suggest"]),
    ("errata-suggest", ["errata", "suggest", "data", "tests/published"]),
]


@pytest.mark.parametrize(("name", "arguments"), ANSWERS)
def test_json_answers_fit_their_schema(parplan: Parplan, in_root: Path, name: str, arguments: list[str]) -> None:
    assert in_root.is_dir()
    answer = json.loads(parplan(*arguments, "--format", "json").out)
    assert answer["schema"] == f"parplan/{'tasks' if name == 'task-list' else name}/1"  # `tasks` is the file's schema
    assert errors(schema(parplan, name), answer) == []
