"""The input of the benchmarks: gzip objects as `flowconv generate` makes them, one an hour."""

import pathlib
import subprocess

START = 1748304000


def make_input(flowconv: str, folder: pathlib.Path, objects: int, lines: int, form: str = "default") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for hour in range(objects):
        path = folder / f"{hour:02}.log.gz"
        if path.exists():
            continue
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            generate = subprocess.Popen(
                [flowconv, "generate", "--lines", str(lines), "--seed", str(hour + 1), "--duration", "3540",
                 "--start", str(START + hour * 3600), "--format", form], stdout=subprocess.PIPE)
            subprocess.run(["gzip", "-6"], stdin=generate.stdout, stdout=file, check=True)
            if generate.wait() != 0:
                raise SystemExit(f"{flowconv} generate failed")
        unfinished.rename(path)
