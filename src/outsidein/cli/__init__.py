"""The command line: each command loads what it needs when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

import outsidein

_COMMANDS = {
    "demo": ("studies", "demo"),
    "new": ("documents", "new"),
    "study": ("studies", "study"),
    "check": ("documents", "check"),
    "chart": ("charts", "chart"),
    "watch": ("watch", "watch"),
    "simulate": ("simulations", "simulate"),
    "compare": ("simulations", "compare"),
    "best": ("searches", "best"),
    "search": ("searches", "search"),
    "tornado": ("tornado", "tornado"),
    "findings": ("analyses", "findings"),
    "log": ("logs", "log"),
    "discover": ("discoveries", "discover"),
    "convert": ("conversions", "convert"),
    "schema": ("documents", "schema"),
    "warmup": ("simulations", "warmup"),
}


class _Commands(click.Group):
    """Commands that are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: Any = getattr(import_module(f"outsidein.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from outsidein.words import did_you_mean

            hint = did_you_mean(args[0], list(_COMMANDS))
            ctx.fail(f"No such command {args[0]!r}. {hint}".strip())
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(outsidein.__version__, prog_name="outsidein")
def main() -> None:
    """See an organisation as its customers do: write a process down, draw it, ask "what if?".

    Example:

    \b
        outsidein demo
    """
