"""`./foyer test page`: the page's formatter, linter, type checker and tests of its logic, all run by Node."""

import sys

from deploy.local.node import has_node, install, npm
from deploy.local.processes import ROOT

FOLDER = ROOT / "tests" / "page"
CHECKS = ("format:check", "lint", "types", "test")
MISSING = "no Node.js 20.19 or later with npm: the page's own checks are skipped 未安装 Node.js，跳过页面检查"


def main() -> int:
    """Run every check; gives the exit code, which is 0 where there is no Node."""
    if not has_node():
        print(MISSING, flush=True)
        return 0
    if not install(FOLDER):
        return 1
    return max([npm(FOLDER, "run", "--silent", check) for check in CHECKS])


if __name__ == "__main__":
    sys.exit(main())
