"""Puts the static binary into the wheel, and names the platform that it runs on."""

import os
import platform
from typing import Any, Dict

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BinaryHook(BuildHookInterface[Any]):
    """The binary's path is in FAKEBYTE_BINARY: packages/build.sh sets it."""

    def initialize(self, version: str, build_data: Dict[str, Any]) -> None:
        binary = os.environ.get("FAKEBYTE_BINARY")
        if not binary:
            raise SystemExit("FAKEBYTE_BINARY does not name the static binary: build with packages/build.sh")
        machine = platform.machine()
        # A static binary needs no C library, so one wheel serves glibc and musl.
        build_data["tag"] = f"py3-none-manylinux2014_{machine}.musllinux_1_1_{machine}"
        build_data["pure_python"] = False
        build_data["force_include"][binary] = "fakebyte/bin/fakebyte"
