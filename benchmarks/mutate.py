"""How many small changes of the code no test notices: so many places of engine/ and rules/, drawn
by a seed, changed one at a time.

python benchmarks/mutate.py --count 60 --seed 1 Each run begins with the tests of the module and
stops at the first that fails; survivors are printed with file, line and change.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("engine", "rules")
# What takes long and looks at other things: documents, services, hostile input.
LEFT_OUT = (
    "test_docs.py",
    "test_ci_files.py",
    "test_fuzz.py",
    "test_bad_input.py",
    "test_architecture.py",
    "test_errors.py",
)
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}  # fmt: skip


def changed(node: ast.AST) -> ast.AST | None:
    """The node with one thing in it changed; None where there is nothing to change."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        return ast.Compare(
            node.left, [_COMPARED[type(node.ops[0])](), *node.ops[1:]], node.comparators
        )
    if isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        return ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return node.operand
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return ast.Constant(not node.value)
    if isinstance(node, ast.IfExp):
        return ast.IfExp(node.test, node.orelse, node.body)
    return None


def places(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions inside functions that can be changed, those of annotations and defaults left
    out.
    """
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.expr) and changed(node) is not None:
                        yield node


def mutations(seed: int) -> Iterator[tuple[Path, int, str, str, str]]:
    """Changes in random order: file, line, the text before and after, and the whole file's text
    after.
    """
    found = [
        (path, node)
        for folder in FOLDERS
        for path in sorted((ROOT / "src" / "parplan" / folder).rglob("*.py"))
        for node in {
            (it.lineno, it.col_offset, it.end_col_offset): it
            for it in places(ast.parse(path.read_text(encoding="utf-8")))
        }.values()
    ]
    random.Random(seed).shuffle(found)
    for path, node in found:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        other = changed(node)
        if other is None or node.end_lineno != node.lineno:
            continue
        line = lines[node.lineno - 1].encode()
        before = line[node.col_offset : node.end_col_offset].decode()
        after = f"({ast.unparse(ast.fix_missing_locations(other))})"
        lines[node.lineno - 1] = (
            line[: node.col_offset] + after.encode() + line[node.end_col_offset :]
        ).decode()
        yield path.relative_to(ROOT), node.lineno, before, after, "".join(lines)


def survives(path: Path, text: str, workers: str) -> bool:
    """Whether all tests pass with a file's text changed, in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT,
            copy,
            ignore=shutil.ignore_patterns(
                ".git", ".venv", ".work", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis"
            ),
        )
        (copy / path).write_text(text, encoding="utf-8")
        tests = [
            file for file in sorted((copy / "tests").glob("test_*.py")) if file.name not in LEFT_OUT
        ]
        near = [
            file
            for file in tests
            if path.stem in file.name or f".{path.stem} import" in file.read_text(encoding="utf-8")
        ]
        for files in (
            near,
            [file for file in tests if file not in near],
        ):  # what is about that module is quickest to notice
            call = [sys.executable, "-m", "pytest", "-q", "-x", "-n", workers, *map(str, files)]
            around = {**os.environ, "PYTHONPATH": str(copy / "src")}
            if (
                files
                and subprocess.run(
                    call, cwd=copy, env=around, capture_output=True, check=False, timeout=900
                ).returncode
            ):
                return False
    return True


def main() -> int:
    """Try so many; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", default="auto")
    asked = parser.parse_args()
    survivors = 0
    for number, (path, line, before, after, text) in zip(
        range(1, asked.count + 1), mutations(asked.seed), strict=False
    ):
        start = time.monotonic()
        lived = survives(path, text, asked.workers)
        survivors += lived
        print(
            f"{number:3} {'SURVIVED' if lived else 'noticed '} {time.monotonic() - start:5.0f} s  "
            f"{path}:{line}: {before} -> {after}",
            flush=True,
        )
    print(f"{survivors} of {asked.count} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
