"""Each rule finds a planted violation, and is silent about the like that is allowed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.checks.__main__ import rules, run
from tools.checks.tree import Tree

_SRC = "src/trunkline"
_IGNORE = "# type: " + "ignore"
_NOQA = "# no" + "qa"
_HOME_PATH = "/ho" + "me/ada/project"
_REGISTRY = "registry.npm" + "js.org"
_LICENCE = "SPDX-License-Identifier: Apache-2.0"
_PYPROJECT = '[project]\nlicense = "Apache-2.0"\n'
_APACHE = "  Apache License\n"

# rule, files of the tree, the place that is found ("" when nothing may be)
CASES: list[tuple[str, dict[str, str], str]] = [
    ("module_size", {f"{_SRC}/products/messaging/rules/long.py": "x = 1\n" * 401}, "long.py:401"),
    ("module_size", {f"{_SRC}/products/messaging/rules/long.py": "x = 1\n" * 400}, ""),
    ("module_size", {f"{_SRC}/kernel/part{n}.py": "x = 1\n" * 400 for n in range(7)}, "src/trunkline/kernel:1"),
    ("module_size", {"web/src/page.tsx": "x\n" * 401}, "page.tsx:401"),
    ("error_codes", {f"{_SRC}/x.py": "raise Problem(12345, 'words', 400)\n"}, "x.py:1"),
    ("error_codes", {f"{_SRC}/x.py": "raise Problem(12345)\n", f"{_SRC}/foundations/error_codes/data/a.toml": "[12345]\nen = []\n"}, ""),
    ("error_codes", {f"{_SRC}/x.py": "\nto: A = Create(longest=(20_000, 21345))\n"}, "x.py:2"),
    ("error_codes", {f"{_SRC}/x.py": "class A(R, unique={('a', 'b'): 21345}): ...\n"}, "x.py:1"),
    ("error_codes", {f"{_SRC}/a/errors.py": "\n\nGONE = 21345\n"}, "errors.py:3"),
    ("error_codes", {f"{_SRC}/x.py": "MOST = 21345\nraise Problem(code, 'words')\n"}, ""),
    ("file_names", {f"{_SRC}/products/messaging/helpers.py": ""}, "helpers.py:1"),
    ("file_names", {f"{_SRC}/products/messaging/text_utils.py": ""}, "text_utils.py:1"),
    ("file_names", {f"{_SRC}/products/common/words.py": ""}, "products/common:1"),
    ("file_names", {f"{_SRC}/products/messaging/service.py": ""}, "service.py:1"),
    ("file_names", {f"{_SRC}/products/messaging/resources/service.py": ""}, ""),
    ("status_writes", {f"{_SRC}/products/messaging/actions/end.py": "row.status = 'sent'\n"}, "end.py:1"),
    ("status_writes", {f"{_SRC}/products/messaging/actions/end.py": "row.x, row.status = 1, 2\n"}, "end.py:1"),
    ("status_writes", {f"{_SRC}/carriers/smpp/end.py": "\nwork.change(row, status='sent')\n"}, "end.py:2"),
    ("status_writes", {f"{_SRC}/products/messaging/end.py": "work.sweep(K, changes={'status': 'a'})\n"}, "end.py:1"),
    ("status_writes", {f"{_SRC}/kernel/work.py": "row.status = 'sent'\n"}, ""),
    ("status_writes", {f"{_SRC}/carriers/end.py": "class E:\n def __init__(self, n):\n  self.status = n\n"}, ""),
    ("account_scope", {f"{_SRC}/products/messaging/actions/a.py": "work.fetch(Message, sid)\n"}, "a.py:1"),
    ("account_scope", {f"{_SRC}/products/messaging/actions/a.py": "work.fetch(Message, sid, None)\n"}, "a.py:1"),
    ("account_scope", {f"{_SRC}/products/messaging/actions/a.py": "work.select(Message, to=to)\n"}, "a.py:1"),
    ("account_scope", {f"{_SRC}/products/messaging/actions/a.py": "work.fetch(Message, sid, account)\n"}, ""),
    ("account_scope", {f"{_SRC}/products/messaging/a.py": "work.find(Message, account_sid=account)\n"}, ""),
    ("account_scope", {f"{_SRC}/products/a.py": "work.select(M1, Condition('account_sid', '=', a))\n"}, ""),
    ("account_scope", {f"{_SRC}/products/a.py": "work.fetch(Message, sid)  # any account: jobs go by SID\n"}, ""),
    ("account_scope", {f"{_SRC}/products/a.py": "work.select(Media, parent_sid=message.sid)\n"}, ""),
    ("account_scope", {f"{_SRC}/products/a.py": "work.select(Media, parent_sid=sent.message_sid)\n"}, "a.py:1"),
    ("account_scope", {f"{_SRC}/products/a.py": "text.find('x')\nname.count(Word)\n"}, "a.py:2"),
    ("no_sql_outside", {f"{_SRC}/products/messaging/actions/a.py": "q = 'SELECT sid FROM messages'\n"}, "a.py:1"),
    ("no_sql_outside", {f"{_SRC}/surfaces/rest/a.py": "\nimport sqlite3\n"}, "a.py:2"),
    ("no_sql_outside", {f"{_SRC}/surfaces/rest/a.py": "from sqlalchemy.orm import Session\n"}, "a.py:1"),
    ("no_sql_outside", {f"{_SRC}/products/messaging/queries.py": "q = 'DELETE FROM messages'\n"}, ""),
    ("no_sql_outside", {f"{_SRC}/adapters/sqlite/a.py": "import sqlite3\n"}, ""),
    ("no_sql_outside", {f"{_SRC}/kernel/a.py": '"""SELECT one FROM these."""\n'}, ""),
    ("products", {f"{_SRC}/products/fax/__init__.py": "", f"{_SRC}/products/fax/README.md": "x"}, "products/fax:1"),
    ("products", {f"{_SRC}/products/fax/product.toml": "title = 'Fax'", f"{_SRC}/products/fax/README.md": ""}, ""),
    ("products", {f"{_SRC}/products/fax/product.toml": "", f"{_SRC}/products/fax/README.md": ""}, "product.toml:1"),
    ("products", {f"{_SRC}/products/__init__.py": ""}, ""),
    ("compliance_matrix", {"compliance_matrix.yaml": "rows: []\n"}, "compliance_matrix.yaml:1"),
    ("machine_words", {"docs/a.md": f"first\nsee {_HOME_PATH}\n"}, "a.md:2"),
    ("machine_words", {"web/package-lock.json": f'"resolved": "https://{_REGISTRY}/x"\n'}, "package-lock.json:1"),
    ("machine_words", {"docs/a.md": "see /v1/Services and src/trunkline/kernel/work.py\n"}, ""),
    ("slow_imports", {f"{_SRC}/a.py": "from phonenumbers.geodata.locale import LOCALE_DATA\n"}, "a.py:1"),
    ("slow_imports", {f"{_SRC}/a.py": "def f():\n    import phonenumbers.geocoder\n"}, "a.py:2"),
    ("slow_imports", {f"{_SRC}/a.py": "from phonenumbers import timezone\n"}, ""),
    ("spdx", {"pyproject.toml": _PYPROJECT, "README.md": "", "LICENSE": _APACHE}, "README.md:1"),
    ("spdx", {"pyproject.toml": "[project]\n", "README.md": _LICENCE, "LICENSE": _APACHE}, "pyproject.toml:1"),
    ("spdx", {"pyproject.toml": _PYPROJECT, "README.md": _LICENCE, "LICENSE": "other"}, "LICENSE:1"),
    ("spdx", {"pyproject.toml": _PYPROJECT, "README.md": _LICENCE, "LICENSE": _APACHE}, ""),
    ("type_ignores", {f"{_SRC}/a.py": f"x = 1\ny = x  {_IGNORE}\n"}, "a.py:2"),
    ("type_ignores", {f"{_SRC}/a.py": f"y = x  {_IGNORE}[attr-defined]\n"}, "a.py:1"),
    ("type_ignores", {f"{_SRC}/tests/test_a.py": f"y = x  {_NOQA}: S101\n"}, "test_a.py:1"),
    ("type_ignores", {f"{_SRC}/a.py": f"y = x  {_IGNORE}[attr-defined]  # lxml has no stubs for it\n"}, ""),
    ("type_ignores", {f"{_SRC}/a.py": f"y = x  {_NOQA}: S104 (shown, not bound)\n"}, ""),
    ("type_ignores", {f"{_SRC}/a.py": f"y = x  {_NOQA}: S311 - test data only\nz = '{_NOQA}'\n"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "place"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_planted_violation_is_found(rule: str, files: dict[str, str], place: str, tmp_path: Path) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = list(run(Tree(tmp_path), [rule]))
    if place:
        assert any(f"{place}:" in line for line in found), found
    else:
        assert found == []


def test_every_rule_has_a_case_that_finds_something() -> None:
    assert {rule for rule, _, place in CASES if place} == set(rules())


def test_every_rule_tells_why() -> None:
    assert [name for name, rule in rules().items() if len(sys.modules[rule.__module__].__doc__ or "") < 100] == []
