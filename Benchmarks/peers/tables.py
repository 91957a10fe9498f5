"""Markdown tables."""


def table(rows: list[list[str]]) -> str:
    """The first row is the heading; its first column is text, the others are numbers."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---" + "|---:" * (len(rows[0]) - 1) + "|")
    return "\n".join(lines) + "\n"
