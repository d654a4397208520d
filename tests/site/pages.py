#!/usr/bin/env python3
"""Puts what the site holds where MkDocs reads it: pages.py FOLDER

All pages of the tree, under their paths, and the files that they link to: so links stay as they are, on disk as on the site. A
link to what is not in the tree is left for MkDocs to complain of.
"""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LINK = re.compile(r"\]\(([^)\s#:]+)[^)\s]*\)|(?:src|srcset)=\"([^\":]+)\"")


def pages():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / path for path in listed.stdout.splitlines()]


def linked(page):
    for match in LINK.finditer(page.read_text(encoding="utf-8")):
        path = (page.parent / (match[1] or match[2])).resolve()
        if path.is_file() and path.is_relative_to(ROOT):
            yield path


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for path in {path for page in pages() for path in (page, *linked(page))}:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
