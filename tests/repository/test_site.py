"""The rooms of the site stand as the plan says."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.repository.tree import SOURCE, text_of

STAGES = [
    *(
        "interface",
        "audit",
        "accounts",
        "jobs",
        "inbox",
        "units",
        "frameworks",
        "rounds",
        "evidence",
        "dossiers",
        "surveys",
    ),
    *("assessments", "appraisals", "results", "portal", "oversight", "demonstration"),
]
FOLDERS = sorted(path.parent.name for path in (SOURCE / "parweb").glob("*/apps.py"))
OURS = [model for model in apps.get_models() if model.__module__.startswith("parweb.")]
TEMPLATES = sorted((SOURCE / "parweb").glob("**/templates/**/*.html"))
INLINE = re.compile(r"""\sstyle=|\son[a-z]{3,}=|<style|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)


def stage_of(model: type[models.Model]) -> int:
    label = model._meta.app_label
    return STAGES.index(label) if label in STAGES else -1


def test_every_app_has_its_stage_and_is_installed():
    assert sorted(STAGES) == FOLDERS
    assert sorted(name.removeprefix("parweb.") for name in settings.OWN_APPS) == FOLDERS


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_foreign_key_never_points_to_a_later_stage(model: type[models.Model]):
    relations = [field for field in model._meta.get_fields() if field.is_relation and field.concrete]
    targets = [field.related_model for field in relations if field.related_model is not None]
    assert [target for target in targets if stage_of(target) > stage_of(model)] == []


@pytest.mark.parametrize("app", FOLDERS)
def test_an_app_says_in_a_few_lines_what_it_owns_and_what_it_never_does(app: str):
    lines = text_of(Path(f"src/parweb/{app}/README.md")).strip().splitlines()
    assert lines[0].split(":")[0] == f"# {app}"
    assert 3 <= len([line for line in lines if line]) <= 9


@pytest.mark.parametrize("app", [app for app in FOLDERS if (SOURCE / "parweb" / app / "models.py").exists()])
def test_an_app_has_one_migration_until_it_is_released(app: str):
    numbered = sorted(path.name for path in (SOURCE / "parweb" / app / "migrations").glob("0*.py"))
    assert numbered == ["0001_initial.py"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_has_script_or_style_in_it(template: Path):
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


REFUSING = {"results.Run", "results.RunTable", "results.Publication"}
"""What was published never changes: saving these again is refused, which is no work."""


def test_no_model_does_work_when_it_is_saved():
    overriding = {model._meta.label for model in OURS if {"save", "delete", "clean"} & set(vars(model))}
    assert overriding - REFUSING == set()


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    from io import StringIO

    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
