"""The command watch: the picture in the browser, drawn anew at every save."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from outsidein.cli.terminal import UNUSABLE, customer_given, customer_option, model_file


@click.command()
@model_file
@customer_option
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0,
    help="Where the page is served on this machine; default: any that is free.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def watch(model: Path, port: int, no_browser: bool) -> None:
    """Show MODEL in the browser, and draw it anew at every save.

    Faults are listed beside the last picture that could be drawn. The page is served to this
    machine alone. Ctrl-C ends it.

    Example:

    \b
        outsidein watch shop.yaml
    """
    from outsidein.cli.serving import Page
    from outsidein.cli.watching import Watched

    if not model.is_file():
        click.echo(f"{model} is no file - write one with: outsidein new {model}", err=True)
        raise SystemExit(UNUSABLE)
    watched = Watched(model, customer_given())
    try:
        page = Page(watched, port)
    except OSError as error:
        hint = "choose another --port"
        click.echo(f"port {port} cannot be used: {error.strerror} - {hint}", err=True)
        raise SystemExit(UNUSABLE) from None
    threading.Thread(target=watched.keep_looking, daemon=True).start()
    click.echo(page.url)
    click.echo(f"Watching {model}. Ctrl-C ends it.", err=True)
    if not no_browser:
        import webbrowser

        webbrowser.open(page.url)
    try:
        page.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        click.echo("The watch has ended.", err=True)
    finally:
        watched.end()
        page.server_close()
