"""What the code imports is what requirements/run.in declares, no more and no less."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.fitness.sources import PACKAGES, modules, parse, text

OPTIONAL = {
    "pyshacl": "judges the export by the official shapes; imported when asked for",
}
"""Imported by the product where they are installed, and declared as extras in setup.cfg."""

SILENT = {"jinja2": "renders the templates through Flask; the range keeps to safe releases"}
"""Declared though no module imports them, with the reason."""


def normal(name: str) -> str:
    """A distribution's name in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """Distributions that run.in names."""
    return {
        normal(name) for name in re.findall(r"(?m)^([A-Za-z][\w.-]*)", text("requirements/run.in"))
    }


def imported() -> set[str]:
    """Distributions that the packages import, wherever in a module the import stands."""
    roots = {
        name.partition(".")[0]
        for path in modules(*PACKAGES, "wsgi.py")
        for node in ast.walk(parse(path))
        for name in imports_of(node)
    }
    known = packages_distributions()
    outside = roots - set(sys.stdlib_module_names) - set(PACKAGES)
    return {normal(dist) for root in outside for dist in known.get(root, [root])}


def imports_of(node: ast.AST) -> list[str]:
    """Modules that one statement imports."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []


def test_everything_imported_is_declared() -> None:
    assert sorted(imported() - declared() - set(OPTIONAL)) == []


def test_everything_declared_is_imported() -> None:
    assert sorted(declared() - imported() - set(SILENT)) == []


def test_optional_packages_are_extras() -> None:
    extras = text("setup.cfg").partition("[options.extras_require]")[2].partition("\n[")[0]
    assert [name for name in OPTIONAL if not re.search(rf"(?m)^\s+{name}\b", extras)] == []
