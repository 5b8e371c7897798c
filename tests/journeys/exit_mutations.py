"""The exit with one piece of it taken out: each time the test that holds that piece must fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.server import ROOT

EXIT = "webapp/frontend/source/exit.ts"
TAPS = "webapp/frontend/source/shift-taps.ts"
FORMS = "webapp/source/plain/forms.py"

COPIED = ("webapp", "chat", "crypto", "moderation", "config", "tests")
FILES = ("package.json", "tsconfig.json", "vitest.config.ts", "pyproject.toml")

LEAVING = "tests/js/source/leaving.test.ts"
SMALL = "tests/js/source/small.test.ts"
SAFETY = "tests/journeys/test_source_safety.py"
LEFT = (
    "tests/journeys/test_left_behind.py::test_after_a_flow_no_earlier_entry_shows_anything"
    "_and_the_history_file_has_one_bland_row[tip]"
)
PLAIN_EXIT = (
    "tests/integration/test_plain_forms.py"
    "::test_leaving_ends_the_visit_on_the_server_and_leads_to_the_exit_page"
)
PLAIN_LEFT = "tests/journeys/test_plain_views.py::test_leaving_without_scripts_ends_the_visit_and_shows_the_exit_page"
LEAVES = f"{SAFETY}::test_leaving_ends_at_a_neutral_page_with_nothing_behind"


@dataclass(frozen=True)
class Mutation:
    """A piece of the exit, by its exact text, what stands there instead, and the test that fails then."""

    name: str
    file: str
    code: str
    test: str
    instead: str = ""

    @property
    def is_quick(self) -> bool:
        """Whether it needs neither a browser nor a built front end."""
        return not self.test.startswith("tests/journeys")


MUTATIONS = (
    Mutation(
        "the page is not blanked",
        EXIT,
        "  document.body.replaceChildren();\n",
        f"{SAFETY}::test_the_page_is_blank_at_once_even_when_the_line_hangs",
    ),
    Mutation(
        "the engine and its keys live on",
        EXIT,
        "  endEngine();\n",
        f"{SAFETY}::test_the_page_is_blank_at_once_even_when_the_line_hangs",
    ),
    Mutation(
        "the worker for files and its keys live on",
        "webapp/frontend/source/engine-client.ts",
        "  for (const end of endsToo) end();\n",
        "tests/journeys/test_files_outside.py::test_leaving_ends_the_worker_and_what_was_on_its_way",
    ),
    Mutation("the page remembers", EXIT, "  forgetAll();\n", LEAVING),
    Mutation("leaving blanks nothing first", EXIT, "  wipe();\n  //", LEAVING, "  //"),
    Mutation(
        "the exit page is another than the site's",
        EXIT,
        'const { exit = "/" } = document.documentElement.dataset;',
        LEAVING,
        'const exit = "/";',
    ),
    Mutation(
        "the server is not told to clear",
        EXIT,
        '  fetch("/api/v1/end", { method: "POST", keepalive: true }).catch(() => undefined);\n',
        LEFT,
    ),
    Mutation("the last call dies with the page", EXIT, ", keepalive: true", LEAVING),
    Mutation(
        "the page stays in the list behind the Back button",
        EXIT,
        "location.replace(exit)",
        LEFT,
        "location.assign(exit)",
    ),
    Mutation("a tap is not heard", EXIT, 'target?.closest(".exit")', f"{LEAVES}[tap]", "null"),
    Mutation("the link is followed besides", EXIT, "    event.preventDefault();\n", LEAVING),
    Mutation(
        "a tap leads away and wipes nothing",
        EXIT,
        "    leave();\n  });\n  const",
        f"{LEAVES}[tap]",
        "  });\n  const",
    ),
    Mutation(
        "Shift leads nowhere",
        EXIT,
        "const taps = shiftTaps(leave);",
        f"{LEAVES}[shift_three_times]",
        "const taps = shiftTaps(() => undefined);",
    ),
    Mutation(
        "Shift is not heard when it goes up",
        EXIT,
        '  addEventListener("keyup", (event) => taps.up(event), true);\n',
        f"{LEAVES}[shift_three_times]",
    ),
    Mutation(
        "Shift is not heard when it goes down",
        EXIT,
        '  addEventListener("keydown", (event) => taps.down(event), true);\n',
        f"{LEAVES}[shift_three_times]",
    ),
    Mutation(
        "a click is not heard while Shift is held",
        EXIT,
        '  addEventListener("pointerdown", () => taps.pointer(), true);\n',
        f"{SAFETY}::test_shift_for_capital_letters_and_for_clicks_does_not_leave",
    ),
    Mutation(
        "Shift held for a click counts",
        TAPS,
        "      alone = false;\n    },\n  };",
        SMALL,
        "    },\n  };",
    ),
    Mutation(
        "Shift for a capital letter counts",
        TAPS,
        '      if (key !== "Shift") taps = [];\n      if (!repeat) alone = key === "Shift";',
        SMALL,
        "      alone = true;",
    ),
    Mutation(
        "a page left for another is kept as it was",
        EXIT,
        '  addEventListener("pagehide", wipe);\n',
        f"{SAFETY}::test_a_page_that_was_left_for_another_is_kept_blank",
    ),
    Mutation(
        "what the Back button kept stays",
        EXIT,
        "    if (persisted) leave();\n",
        f"{SAFETY}::test_a_page_kept_for_the_back_button_comes_back_blank_and_leaves",
    ),
    Mutation(
        "no way out comes first by keyboard",
        "webapp/templates/source/page.html",
        '    {{ exit_link(_("bar.exit_first") , first=true) }}\n',
        f"{LEAVES}[skip_link]",
    ),
    Mutation(
        "the browser is not told to clear",
        "webapp/source/calls.py",
        """    answer.headers["Clear-Site-Data"] = '"cache","cookies","storage"'\n""",
        LEFT,
    ),
    Mutation(
        "without scripts the visit lives on",
        FORMS,
        "            end_visit(session, cookie.visit_id)\n",
        PLAIN_EXIT,
        "            pass\n",
    ),
    Mutation(
        "without scripts the browser is not told to clear",
        FORMS,
        """    answer.headers["Clear-Site-Data"] = '"cache","cookies","storage"'\n""",
        PLAIN_EXIT,
    ),
    Mutation(
        "without scripts the cookie stays",
        FORMS,
        "    forget_cookie(answer)\n    return answer\n",
        PLAIN_EXIT,
        "    return answer\n",
    ),
    Mutation(
        "without scripts the exit leads back here",
        FORMS,
        "answer = _on_to(reachable(_exit_page()))",
        PLAIN_EXIT,
        'answer = _on_to("/")',
    ),
    Mutation(
        "without scripts the browser forbids the exit page",
        "webapp/security.py",
        """        csp = csp.replace("form-action 'self';", allowed)\n""",
        PLAIN_LEFT,
        "        del allowed\n",
    ),
)


def mutated_tree(mutation: Mutation, folder: Path) -> Path:
    """A copy of the project in which the piece is missing, built where its test needs that."""
    tree = folder / "tree"
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tree / name)
    (tree / "node_modules").symlink_to(ROOT / "node_modules")
    changed = tree / mutation.file
    text = changed.read_text()
    assert text.count(mutation.code) == 1, f"{mutation.file} has no such text once"
    changed.write_text(text.replace(mutation.code, mutation.instead))
    if changed.suffix == ".ts" and not mutation.is_quick:
        build = ["node", "webapp/frontend/build.mjs"]
        subprocess.run(build, cwd=tree, check=True, stdout=subprocess.DEVNULL)
    return tree


def run_of(mutation: Mutation, tree: Path) -> subprocess.CompletedProcess[str]:
    """The run of the mutation's test in such a tree."""
    if mutation.test.endswith(".ts"):
        command = [str(shutil.which("npx")), "vitest", "run", mutation.test]
    else:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", mutation.test]
    return subprocess.run(
        command,
        cwd=tree,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def is_caught(run: subprocess.CompletedProcess[str]) -> bool:
    """Whether the test ran and failed by its own judgement, and did not just break."""
    said = re.findall(r"\b[1-9]\d* (failed|errors?)\b", run.stdout)
    return run.returncode == 1 and "failed" in said and not {"error", "errors"} & set(said)
