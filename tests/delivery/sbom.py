"""sbom.py DOCUMENT BINARY: the bill of materials is SPDX 2.3 and says what the binary says of itself."""
import hashlib
import json
import subprocess
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
with open(sys.argv[2], "rb") as file:
    digest = hashlib.sha256(file.read()).hexdigest()
itself = json.loads(subprocess.check_output([sys.argv[2], "version", "--json"]))
packages = {package["name"]: package for package in document["packages"]}
related = {row["relatedSpdxElement"] for row in document["relationships"]}

assert document["spdxVersion"] == "SPDX-2.3"
assert packages["fakebyte"]["versionInfo"] == itself["version"]
assert packages["fakebyte"]["checksums"][0]["checksumValue"] == digest
for name, version in itself["libraries"].items():
    assert packages[name]["versionInfo"].startswith(version), (name, version)
for package in packages.values():
    assert package["SPDXID"] in related, package["name"]
print(f"sbom       {len(packages)} packages")
