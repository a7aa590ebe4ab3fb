"""The tables of the reference pages, one function a block."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, Flask

from catalog.api.exchange import blueprint as exchange
from catalog.api.operations import OPERATIONS
from catalog.api.portal import blueprint as portal
from catalog.api.problems import HTTP_ERRORS
from catalog.audit.events import CONSUMERS
from catalog.auth.policy import GRANTS, audience_of
from catalog.checks import RULES
from catalog.config import SETTINGS
from catalog.errors import EXIT_CODE, STATUS, Kind, all_errors
from catalog.rdf.formats import FORMATS
from catalog.web.routes import ROUTES
from docs import vocabulary
from docs.markdown import code, table
from docs.vocabulary import label
from vocab.codes import (
    LEVELS_OF_CATEGORY,
    Category,
    DatasetState,
    Permission,
    Role,
)
from vocab.input_messages import INPUT_SENTENCES
from vocab.messages import MESSAGES
from vocab.profiles.th_gov import dataset_fields, resource_fields

# Administration -----------------------------------------------------------------------------------


def settings() -> str:
    """Every setting with its default."""
    rows = (
        (code(f"BANCHI_{s.name}"), code(s.default) or "–", s.help_th, s.help_en) for s in SETTINGS
    )
    return table("setting | default | ความหมาย | what it does", rows)


def kinds() -> str:
    """Kinds of error with HTTP status and exit code."""
    return table(
        "kind | HTTP status | exit code", ((code(k), STATUS[k], EXIT_CODE[k]) for k in Kind)
    )


def errors() -> str:
    """Errors of the catalogue."""
    rows = ((code(e.code), e.kind, e.th, e.en) for e in all_errors())
    return table("code | kind | ข้อความ | sentence", rows)


def protocol_errors() -> str:
    """Errors that HTTP itself knows, as the API says them."""
    known = {e.code for e in all_errors()}
    rows = (
        (code(e.code), status, e.text.th, e.text.en)
        for status, e in HTTP_ERRORS.items()
        if e.code not in known
    )
    return table("code | HTTP status | ข้อความ | sentence", rows)


def events() -> str:
    """Events of the trail and who has work after each."""
    rows = ((code(e), ", ".join(code(c) for c in found) or "–") for e, found in CONSUMERS.items())
    return table("event | work that follows", rows)


def commands() -> str:
    """Every command of the command line with its arguments and options."""
    from catalog.cli import main

    return "\n".join(_command("banchi", main))


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _command(f"{name} {child}", found)
        return
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"### `{name}`\n"
    yield f"```text\n{name} {usage}\n```\n"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "") + "\n"
    # Arguments stand in the usage; --help is everywhere.
    records = [r for p in command.params if (r := p.get_help_record(context)) and r[1]]
    if records:
        yield table("option | what it does", ((code(a), b) for a, b in records))


# Findings -----------------------------------------------------------------------------------------


def findings() -> str:
    """What the checks find."""
    rows = (
        (code(c), " / ".join(_severities(RULES[c])), MESSAGES[c].th, MESSAGES[c].en) for c in RULES
    )
    return table("รหัส (code) | ระดับ (severity) | ข้อความ | sentence", rows)


def _severities(rule: Callable[..., Any]) -> list[str]:
    """The severities that the source of a rule names."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(rule)))
    found = (
        node.attr.lower()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Severity"
    )
    return list(dict.fromkeys(found))


def _messages(wanted: Callable[[str], bool]) -> str:
    rows = ((code(c), m.th, m.en) for c, m in MESSAGES.items() if wanted(c))
    return table("รหัส (code) | ข้อความ | sentence", rows)


def import_findings() -> str:
    """What an import repaired, kept as it was, or refused."""
    return _messages(_of_import)


def _of_import(name: str) -> bool:
    return name.partition("-")[0] in ("repair", "kept", "refused", "unread")


def score_messages() -> str:
    """Reasons, actions and remarks of a score."""
    return _messages(
        lambda name: name not in RULES and name not in INPUT_SENTENCES and not _of_import(name)
    )


def input_messages() -> str:
    """What can be wrong with a value that was sent."""
    return _messages(INPUT_SENTENCES.__contains__)


# Permission and visibility ------------------------------------------------------------------------


def permissions() -> str:
    """Which role has which permission."""
    head = " | ".join(("permission", *Role))
    rows = ((code(p), *("yes" if p in GRANTS[r] else "" for r in Role)) for p in Permission)
    return table(head, rows)


def audiences() -> str:
    """Who sees a published dataset, by category and level."""
    rows = []
    for category in Category:
        for level in (None, *LEVELS_OF_CATEGORY[category]):
            seen = (
                audience_of(DatasetState.PUBLISHED, category, level, hide) for hide in (False, True)
            )
            rows.append(
                (
                    f"{label('data_category', category)} `{category}`",
                    f"{label('data_classification', level)} `{level}`" if level else "ไม่ได้ระบุ",
                    *map(code, seen),
                )
            )
    return table("หมวดหมู่ (category) | ระดับชั้น (level) | audience | audience if marked private", rows)


# API and addresses --------------------------------------------------------------------------------


def operations() -> str:
    """Operations of the JSON API."""
    rows = (
        (
            code(f"{o.method} /api/v1{o.path}"),
            o.summary,
            "token" if o.signed_in else "anyone",
            "If-Match" if o.versioned else "",
            ", ".join(map(str, sorted({o.status, *o.errors}))),
        )
        for o in OPERATIONS
    )
    return table("call | what it does | who | needs | statuses", rows)


def _addresses(blueprint: Blueprint) -> Iterator[tuple[str, str, str]]:
    app = Flask("catalog", static_folder=None, template_folder=None)
    app.register_blueprint(blueprint)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        about = (inspect.getdoc(view) or "").split("\n")[0]
        yield rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), about


def portal_addresses() -> str:
    """Addresses for portals and harvesters."""
    suffixes = "<any(" + ", ".join(f.suffix for f in FORMATS) + "):suffix>"
    rows = (
        (code(rule.replace(suffixes, "<suffix>")), about)
        for rule, _, about in sorted((*_addresses(portal), *_addresses(exchange)))
    )
    return table("address | what it gives", rows)


def pages() -> str:
    """Pages with who may open them."""
    rows = (
        (
            code(r.rule),
            " ".join(r.methods),
            r.visibility,
            (inspect.getdoc(r.view) or "").split("\n")[0],
        )
        for r in ROUTES
    )
    return table("address | methods | who may open it | what it shows", rows)


# Decisions ----------------------------------------------------------------------------------------


def decisions() -> str:
    """Every decision record by its number."""
    folder = Path(__file__).parent / "decisions"
    titles = {
        path.name: path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        for path in sorted(folder.glob("*.md"))
    }
    return "".join(f"- [{title}](decisions/{name})\n" for name, title in titles.items())


def rungs() -> str:
    """The rungs of catalog from the top, as the import contract lists them."""
    contracts = ConfigParser(interpolation=None)
    contracts.read(Path(__file__).parents[1] / "setup.cfg", encoding="utf-8")
    layers = contracts["importlinter:contract:rungs"]["layers"].split("\n")
    # In parentheses stand rungs that are not there yet.
    return "```text\n" + "\n".join(line for line in layers if line and line[0] != "(") + "\n```\n"


BLOCKS: Mapping[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "kinds": kinds,
    "errors": errors,
    "protocol-errors": protocol_errors,
    "events": events,
    "findings": findings,
    "import-findings": import_findings,
    "score-messages": score_messages,
    "input-messages": input_messages,
    "dataset-fields": lambda: vocabulary.fields(dataset_fields()),
    "resource-fields": lambda: vocabulary.fields(resource_fields()),
    "code-lists": vocabulary.code_lists,
    "permissions": permissions,
    "audiences": audiences,
    "operations": operations,
    "portal-addresses": portal_addresses,
    "pages": pages,
    "formats": vocabulary.formats,
    "profiles": vocabulary.profiles,
    "departures": vocabulary.departures,
    "rdf-fields": vocabulary.rdf_fields,
    "resources": vocabulary.resources,
    "columns": vocabulary.columns,
    "schema-org": vocabulary.schema_org_rows,
    "frequencies": vocabulary.frequencies,
    "access-rights": vocabulary.access_rights,
    "licences": vocabulary.licences,
    "rubric-2564": vocabulary.rubric_2564,
    "decisions": decisions,
    "rungs": rungs,
}
