"""The command line: a table of contents; a command's module is imported when it is run."""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TextIO

import click

from guidepress.cli.terminal import guard_streams
from guidepress.problem import UnusableError, did_you_mean

# Imports and parsed content are kept to the end anyway: looking for garbage among them, as often
# as is usual, costs a tenth of a short command.
gc.set_threshold(100_000)

COMMANDS = {
    "init": "Make a new project: an example guideline, and all that builds and checks it.",
    "new": "Begin a guideline, or a patient version of one: a skeleton to fill in.",
    "validate": "Check content: every fault as file:line:col, and what to write instead.",
    "show": "Show how a text will be read: its marks, its lists, its citations.",
    "explain": "Say what a rule asks for and why, with an example.",
    "fmt": "Lay content files out alike; what they say, and every comment, stays.",
    "add": "Add references, notices, or an option, factor, recommendation or note to fill in.",
    "import": "Bring in a document of another publisher: NCI's PDQ summaries in XML.",
    "refs": "Say which statements of which guidelines cite a work.",
    "status": "Say what is unreleased, which version it needs, and what to type next.",
    "diff": "Say what changed between two versions, in sentences.",
    "accept": "Accept a lower impact of changes, with a reason; never below their floor.",
    "release": "Freeze the content of a guideline as its next version.",
    "tombstone": "Remove a frozen version or file by law; its hash and the reason stay.",
    "verify": "Check that no frozen or published file was altered.",
    "sign": "Sign releases, or a published folder, with an OpenSSH key.",
    "build": "Build the website and the JSON release.",
    "export": "Write a release for other tools: references, options, Markdown, JSON-LD, FHIR.",
    "serve": "Show the site with drafts, and reload it when content is saved.",
}
# The modules that hold several of them; each other command has one of its own name.
_HOMES = {
    "begin": ("init", "new", "import"),
    "check": ("validate", "fmt"),
    "look": ("show", "explain", "status"),
    "changes": ("diff", "accept"),
    "release": ("release", "tombstone", "verify", "sign"),
    "publish": ("build", "serve"),
}
# What may go on for long. Each other command ends in a moment: looking for garbage in what it reads
# took a tenth of that, and found next to nothing.
_LASTING = frozenset({"validate", "build", "serve"})


class Commands(click.Group):
    """Commands by name; a module is imported only for the command that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        home = next((each for each, held in _HOMES.items() if cmd_name in held), cmd_name)
        found = getattr(import_module(f"guidepress.cli.{home}"), f"{cmd_name}_command")
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the command that was probably meant, as for any other word."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], COMMANDS) or "`guidepress --help` lists them"
            raise UnusableError(f"there is no command {args[0]}; {hint}")
        if args[0] not in _LASTING:
            gc.disable()
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds content/ and mkdocs.yml (default: here).",
)
@click.version_option(package_name="guidepress")
@click.pass_context
def cli(context: click.Context, project: Path) -> None:
    """Clinical guidelines in git: validated, versioned, explained, published.

    Exit codes: 0 fine, 1 problems found, 2 could not run.
    """
    context.obj = project.resolve()


def main() -> None:
    """Run a command; what the user can fix is one line on standard error and exit code 2."""
    guard_streams()
    try:
        cli(prog_name="guidepress")
    except SystemExit:
        # Python looks through all that there is before it ends; nothing of it is to be kept apart.
        gc.freeze()
        raise
    except UnusableError as error:
        _give_up(str(error))
    except OSError as error:
        # A full disk, a folder that may not be read or written: the user's to fix, too.
        from guidepress.cli.terminal import render_refusal

        _give_up(render_refusal(error))


def _give_up(message: str) -> NoReturn:
    with suppress(OSError):
        click.echo(f"guidepress: {message}", err=True)
    for stream in (sys.stdout, sys.stderr):
        _drop_what_cannot_be_written(stream)
    sys.exit(2)


def _drop_what_cannot_be_written(stream: TextIO) -> None:
    """Empty the buffer; Python would try again at its end, complain, and exit with 120."""
    try:
        stream.flush()
    except OSError:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
