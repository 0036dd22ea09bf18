"""Find the command and run it."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import pkgutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from anju.foundation.archive import ArchiveError
from anju.foundation.cluster import ClusterError
from anju.foundation.errors import AnjuError
from anju.interfaces.cli import commands
from anju.interfaces.cli.failures import sentence_for
from anju.interfaces.cli.output import refuse, show

JSON = "--json"
PROJECT = Path(__file__).resolve().parents[4]


def main(argv: list[str] | None = None) -> int:
    """Run one command; what a person must be told goes to standard error in one sentence."""
    words = sys.argv[1:] if argv is None else argv
    try:
        return _run(words)
    except (ClusterError, ArchiveError, AnjuError) as refusal:
        if isinstance(refusal, AnjuError):
            return refuse(refusal, as_json=JSON in words)
        return _fail("installation_failed", str(refusal), as_json=JSON in words)
    except KeyboardInterrupt:
        print("\nanju: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _fail("command_failed", sentence_for(error, _data()), as_json=JSON in words)


def _fail(code: str, message: str, *, as_json: bool) -> int:
    print(f"anju: {message}", file=sys.stderr)
    if as_json:
        show({"error": code, "sentence": message, "params": {}})
    return 1


def _data() -> Path:
    """The data directory of a command that failed, as far as its words were read."""
    return Path(os.environ.get("ANJU_DATA", PROJECT / "data"))


def _run(words: list[str]) -> int:
    named = _command(words[0]) if words and not words[0].startswith("-") else None
    parser = _parser([named] if named else _every_command(), as_json=JSON in words)
    args, rest = parser.parse_known_args(words)
    if args.command is None:
        parser.print_help()
        return 0 if not words else 2
    if rest and not getattr(args.module, "PASSTHROUGH", False):
        parser.error(f"unrecognised: {' '.join(rest)}")
    args.rest = rest
    os.environ["ANJU_DATA"] = str(args.data)
    status: int = args.module.run(args)
    return status


def _command(name: str) -> ModuleType | None:
    """The module of one command, without importing the others; None when there is none of that name."""
    path = f"{commands.__name__}.{name.replace('-', '_')}"
    if not name.replace("-", "").isalnum() or importlib.util.find_spec(path) is None:
        return None
    return importlib.import_module(path)


def _every_command() -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(commands.__path__))
    return [importlib.import_module(f"{commands.__name__}.{name}") for name in names]


class _Parser(argparse.ArgumentParser):
    """One that answers in JSON where JSON was asked for, so that a program reads why its words were refused."""

    def __init__(self, *args: Any, as_json: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(*args, **kwargs)
        self.as_json = as_json

    def error(self, message: str) -> NoReturn:
        """Usage and reason on standard error, the reason as JSON on standard output. Ends with status 2."""
        if self.as_json:
            show({"error": "arguments_wrong", "sentence": message, "params": {}})
        super().error(message)


def _parser(modules: list[ModuleType], *, as_json: bool) -> argparse.ArgumentParser:
    parser = _Parser(
        as_json=as_json,
        prog="./anju",
        description="安居 Anju: registers and serves the people who come "
        "to live in a city. Start with: ./anju up",
    )
    parser.set_defaults(command=None)
    found = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in modules:
        one = found.add_parser(
            module.NAME,
            help=module.HELP,
            description=module.HELP,
            add_help=not getattr(module, "PASSTHROUGH", False),
            as_json=as_json,
        )
        one.add_argument(
            "--data",
            type=_directory,
            default=_directory(os.environ.get("ANJU_DATA", PROJECT / "data")),
            metavar="DIR",
            help="the data directory (default: data, in the project)",
        )
        one.add_argument(
            "--database-url",
            default="",
            metavar="URL",
            help="owner's address of an existing PostgreSQL 16 or newer, in place of the embedded one; "
            "remembered in the data directory",
        )
        one.set_defaults(command=module.NAME, module=module)
        module.configure(one)
    return parser


def _directory(name: str | Path) -> Path:
    try:
        return Path(name).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{str(name)!r} cannot be a directory: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
