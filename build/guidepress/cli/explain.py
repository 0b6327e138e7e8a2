"""``guidepress explain``."""

from __future__ import annotations

import click

from guidepress.problem import UnusableError, did_you_mean
from guidepress.resources import RULES_FOLDER


@click.command()
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Say what a rule asks for and why, with an example; without a RULE, list them all."""
    pages = {page.stem: page for page in sorted(RULES_FOLDER.glob("*.md"))}
    if rule is None:
        for name, page in pages.items():
            click.echo(f"{name:26}{page.read_text(encoding='utf-8').splitlines()[2]}")
        return
    # As it stands in a line of `validate`, or alone.
    name = rule.strip("[]")
    if name not in pages:
        raise UnusableError(_no_rule(rule, list(pages)))
    click.echo(pages[name].read_text(encoding="utf-8"), nl=False)


def _no_rule(rule: str, known: list[str]) -> str:
    hint = did_you_mean(rule, known) or "`guidepress explain` lists them"
    return f"there is no rule {rule}; {hint}"
