"""A drawing of lines per second as SVG, readable on light and dark pages."""

from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 720, 110, 150, 22, 8, 64
STYLE = """
  text { font: 14px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .note { font-size: 12px; fill: #59636e; }
  .bar { fill: #afb8c1; }
  .ours { fill: #e8590c; }
  .axis { stroke: #d1d9e0; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .note { fill: #9198a1; }
    .bar { fill: #656c76; }
    .ours { fill: #ff922b; }
    .axis { stroke: #3d444d; }
  }
"""


def drawing(title: str, note: str, groups: list[tuple[str, list[tuple[str, float]]]]) -> str:
    """Groups of bars: a heading, and names with millions of lines per second."""
    longest = max(value for _, bars in groups for _, value in bars)
    y = TOP
    parts = []
    for heading, bars in groups:
        parts.append(f'<text x="{LEFT}" y="{y}" class="note">{escape(heading)}</text>')
        y += 10
        top = y
        for name, value in bars:
            length = max((WIDTH - LEFT - RIGHT) * value / longest, 1)
            kind = "bar ours" if name == "flowconv" else "bar"
            parts.append(f'<text x="{LEFT - 8}" y="{y + 16}" text-anchor="end">{escape(name)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" class="{kind}"/>')
            parts.append(f'<text x="{LEFT + length + 8:.1f}" y="{y + 16}">{value:.2f} M lines/s</text>')
            y += BAR + GAP
        parts.append(f'<line x1="{LEFT}" x2="{LEFT}" y1="{top - 2}" y2="{y - GAP + 2}" class="axis"/>')
        y += 24
    text = "; ".join(f"{heading}: " + ", ".join(f"{name} {value:.2f}" for name, value in bars) for heading, bars in groups)
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" role="img">
<title>{escape(title)}</title>
<desc>Millions of lines per second. {escape(text)}</desc>
<style>{STYLE}</style>
<text x="16" y="26" class="title">{escape(title)}</text>
<text x="16" y="{y - 8}" class="note">{escape(note)}</text>
{body}
</svg>
"""
