"""The options of a benchmark: what it is asked for by ``./foyer bench``, with usage that says so."""

import argparse


def options(name: str, about: str | None) -> argparse.ArgumentParser:
    """Return the parser of a benchmark's options, which has ``--json``. The usage begins with `about`, its
    docstring, and says what each option is where it is not given."""

    class Shown(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
        """Keep the lines of the docstring, and say the defaults."""

    asked = argparse.ArgumentParser(prog=f"./foyer bench {name}", description=about, formatter_class=Shown)
    asked.add_argument("--json", action="store_true", help="the last line is JSON")
    return asked
