"""What the tests of Edge-Pulse share: a node with a kernel that is files, and a card that has staged something."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import sys
import uuid

from support import TEMPLATES, NodeTest

sys.path.insert(0, str(TEMPLATES / "edge-pulse"))

SETTINGS = {
    "zram_percent": 60,
    "swap_size_mib": 128,
    "swap_device": "auto",
    "sd_protection": True,
    "api": {"listen": "localhost", "port": 8080, "addresses": ["127.0.0.1:8080"]},
}
STAGE = "/usr/local/lib/edgegen/edge-pulse"
MEMINFO = "MemTotal:        1024000 kB\nMemAvailable:     700000 kB\nHugePages_Total:       0\n"


def swap_header(identity: str) -> bytes:
    start = bytearray(4096)
    start[1036:1052] = uuid.UUID(identity).bytes
    struct.pack_into("10s", start, 4086, b"SWAPSPACE2")
    return bytes(start)


class PulseTest(NodeTest):
    """Programs take notes; mkswap writes a header, swapon and swapoff change /proc/swaps."""

    def setUp(self) -> None:
        super().setUp()
        # It would flush the whole machine that the tests run on.
        self.addCleanup(setattr, os, "sync", os.sync)
        os.sync = lambda: None
        said = contextlib.redirect_stdout(io.StringIO())
        said.__enter__()
        self.addCleanup(said.__exit__, None, None, None)
        self.settings()
        self.put("/proc/meminfo", MEMINFO)
        self.put("/proc/swaps", "Filename Type Size Used Priority\n")
        self.put("/proc/sys/kernel/random/uuid", "5d0c9fe0-6f2c-4d1c-9d6e-0d8b8d9f5a11\n")
        self.put("/sys/class/zram-control/hot_add", "0")
        self.put("/sys/block/zram0/comp_algorithm", "lzo-rle [lzo] lz4 zstd\n")
        for name in ("systemctl", "modprobe"):
            self.program(name)
        self.program("zramctl", """case "$*" in *--find*)
            sed -i "s/[][]//g; s/\\<$5\\>/[$5]/" ROOT/sys/block/zram0/comp_algorithm
            echo /dev/zram0 ;; esac""".replace("ROOT", str(self.root)))
        swaps = self.root / "proc/swaps"
        self.program("swapon", f"""case $1 in --priority) priority=$2; shift 2 ;; *) priority=-2 ;; esac
            echo "${{1#{self.root}}} file $((131072 - 4)) 0 $priority" >>{swaps}""")
        self.program("swapoff", f'grep -v "^$1 " {swaps} >{swaps}.new; mv {swaps}.new {swaps}')
        self.program(
            "mkswap",
            f"""[ "$1" = --uuid ] || exit 0
            {sys.executable} -c 'import sys, uuid
            sys.path.insert(0, "{TEMPLATES.parent}/test/node")
            from pulse_support import swap_header
            open(sys.argv[2], "r+b").write(swap_header(sys.argv[1]))' "$2" "$3" """.replace("            ", ""),
        )

    def settings(self, **changes) -> dict:
        wanted = {**SETTINGS, **changes}
        self.put("/etc/edgegen/edge-pulse.json", json.dumps(wanted))
        return wanted

    def active(self) -> list[str]:
        return [line.split()[0] for line in self.text("/proc/swaps").splitlines()[1:]]
