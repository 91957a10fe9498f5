"""The targets, and what became of them."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Target:
    """A figure and its bound."""

    name: str
    value: float | None  # nothing where it was not measured
    bound: float
    at_least: bool
    unit: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    @property
    def row(self) -> list[str]:
        sign = "≥" if self.at_least else "≤"
        value = "not measured" if self.value is None else f"{self.value:.3g}{self.unit}"
        verdict = {None: "", True: "met", False: "missed"}[self.is_met]
        return [self.name, f"{sign} {self.bound:g}{self.unit}", value, verdict]


def ratio(over: float | None, under: float | None) -> float | None:
    return over / under if over is not None and under else None
