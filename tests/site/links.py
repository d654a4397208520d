#!/usr/bin/env python3
"""Follows every link of the site that does not leave it, anchors and pictures too: links.py FOLDER"""
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.links, self.ids = path, set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids |= {attributes.get("id"), attributes.get("name")}
        self.links |= {attributes.get(name) for name in ("href", "src", "srcset")} - {None}


def broken(pages, page, link):
    parts = urllib.parse.urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    path = (page.path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else page.path
    if path.is_dir():
        path /= "index.html"
    anchor = urllib.parse.unquote(parts.fragment)
    return not path.is_file() or bool(anchor and path in pages and anchor not in pages[path].ids)


def main(folder):
    pages = {path: Page(path) for path in folder.resolve().rglob("*.html") if path.name != "404.html"}
    wrong = sorted(f"{page.path.relative_to(folder.resolve())}: {link}"
                   for page in pages.values() for link in page.links if broken(pages, page, link))
    if wrong:
        sys.exit("links that lead nowhere:\n" + "\n".join(wrong))
    print(f"site: {len(pages)} pages, {sum(len(page.links) for page in pages.values())} links")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
