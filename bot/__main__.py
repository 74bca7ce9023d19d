"""The command line: `ikm`."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from bot.cli.frame import FAILED
from bot.cli.verbs import cli


def main() -> None:
    """Run the verb; a wrong call ends with one line that says what is wrong with it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # letters of another alphabet become a "?", not a traceback
    try:
        sys.exit(cli(standalone_mode=False))
    except typer.TyperException as error:
        message = error.format_message()
        if not message.startswith("Usage:"):  # the help, where nothing was asked for, stands as it is
            message = " ".join(message.split())
            where = getattr(getattr(error, "ctx", None), "command_path", "ikm")
            message = f"ikm: {message.rstrip('.')}; `{where} --help` shows what can be said"
        typer.echo(message, err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has had enough. Python would complain once more while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except typer.Abort:
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
