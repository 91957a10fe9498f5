"""What the figures were measured on, and with."""

import importlib.metadata
import os
import pathlib
import platform
import subprocess


def machine() -> str:
    cpu = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{cpu}, {os.cpu_count()} processors, {memory:.0f} GiB, {release}, Linux {platform.release()}"


def versions(flowconv: str, packages: list[str]) -> dict[str, str]:
    found = {"flowconv": subprocess.run([flowconv, "--version"], capture_output=True, text=True, check=True).stdout.strip()}
    here = pathlib.Path(__file__).resolve().parent
    commit = subprocess.run(["git", "-C", here, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    if commit.returncode == 0:
        found["flowconv"] += f" ({commit.stdout.strip()})"
    return found | {package: importlib.metadata.version(package) for package in packages}
