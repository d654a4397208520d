"""go_module.py FOLDER VERSION OUT: lays a Go module out as a module proxy serves it, below OUT."""

import datetime
import json
import pathlib
import sys
import zipfile

folder, version, out = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])


def is_part(path):
    """Files of the module itself: no module inside it."""
    inner = [parent for parent in path.parents if parent != folder and folder in parent.parents]
    return path.is_file() and not any((parent / "go.mod").exists() for parent in inner)


module = (folder / "go.mod").read_text().split("\n", 1)[0].removeprefix("module ")
place = out / module / "@v"
place.mkdir(parents=True)
(place / "list").write_text(version + "\n")
(place / f"{version}.mod").write_bytes((folder / "go.mod").read_bytes())
now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
(place / f"{version}.info").write_text(json.dumps({"Version": version, "Time": now}))
with zipfile.ZipFile(place / f"{version}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(filter(is_part, folder.rglob("*"))):
        archive.write(path, f"{module}@{version}/{path.relative_to(folder)}")
