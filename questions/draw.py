"""Draws every diagram of a pack to PNG: `make diagrams`, or `python questions/draw.py [item id …]`.

For authors and maintainers only; the pictures are committed, so nobody else needs the tools. Wants Chromium, npm
(for Mermaid), and the development requirements. A picture carries the digest of its source, so that the test suite
can tell when it is stale without drawing anything.
"""

import asyncio
import hashlib
import html
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast

from PIL import Image, PngImagePlugin
from playwright.async_api import Page, async_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bot.bank.loader import load  # noqa: E402  (the checkout's own package, wherever this is called from)
from bot.domain.questions import Diagram  # noqa: E402

MERMAID = "11"
LOOKS = "4"
"""Raise it when the looks below change: every picture then counts as stale."""

PALETTE = ("#0b6e5f", "#c2410c", "#1d4ed8", "#7c3aed", "#a16207", "#be185d")
DASHES = ("none", "9 5", "3 4", "12 4 3 4", "2 6", "16 6")
"""Lines differ by their strokes as well: color alone says nothing to many readers."""

CLEAR = 127
"""The place of the one transparent color in a picture's palette."""

THEME = """{
  startOnLoad: false, theme: 'base', securityLevel: 'strict', fontFamily: 'DejaVu Sans, Verdana, sans-serif',
  themeVariables: {
    fontSize: '17px', primaryColor: '#dcefe9', primaryBorderColor: '#0b6e5f', primaryTextColor: '#17211f',
    secondaryColor: '#fdf0e6', secondaryBorderColor: '#c2410c', tertiaryColor: '#eef2fb',
    tertiaryBorderColor: '#1d4ed8', lineColor: '#34423f', textColor: '#17211f', clusterBkg: '#f4f7fd',
    clusterBorder: '#5b78b8', edgeLabelBackground: '#ffffff', titleColor: '#17211f',
    quadrant1Fill: '#e6f2ef', quadrant2Fill: '#f6faf9', quadrant3Fill: '#fbfbf9', quadrant4Fill: '#fdf0e6',
    xyChart: { backgroundColor: '#ffffff', plotColorPalette: 'PALETTE', titleColor: '#17211f',
               xAxisLabelColor: '#17211f', yAxisLabelColor: '#17211f' },
  },
  themeCSS: `.node rect, .node polygon, .node circle, .node path, .cluster rect { stroke-width: 1.6px !important }
             .cluster-label, .cluster-label span, .cluster-label p { font-weight: bold }
             .flowchart-link { stroke-width: 1.6px !important }
             .edgeLabel, .edgeLabel p { background-color: #ffffff !important }`,
  xyChart: { width: 600, height: 400, showLegend: false, titleFontSize: 19,
             xAxis: { labelFontSize: 16, titleFontSize: 17 }, yAxis: { labelFontSize: 16, titleFontSize: 17 } },
  flowchart: { curve: 'basis', padding: 12, nodeSpacing: 30, rankSpacing: 44, htmlLabels: true, wrappingWidth: 260,
               subGraphTitleMargin: { top: 4, bottom: 8 } },
  block: { padding: 10 },
}""".replace("PALETTE", ", ".join(PALETTE))

PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: transparent; font-family: 'DejaVu Sans', Verdana, sans-serif; color: #17211f }
#card { display: inline-block; background: #fff; padding: 16px; border-radius: 14px }
#card svg { display: block; margin: auto; max-width: 1080px; height: auto }
#legend { display: flex; flex-wrap: wrap; gap: 6px 22px; justify-content: center; margin-top: 10px; font-size: 17px;
          max-width: 600px }
#legend svg { display: inline-block; vertical-align: middle; margin-right: 7px }
</style><div id="card"><div id="picture"></div><div id="legend"></div></div>"""


def digest(diagram: Diagram) -> str:
    """Names what a picture was drawn from."""
    return hashlib.sha256(f"{LOOKS}\n{diagram.mermaid.strip()}".encode()).hexdigest()[:16]


def legend(source: str) -> str:
    """Which line is which; Mermaid's charts do not say."""
    if not source.lstrip().startswith("xychart"):
        return ""
    entries = []
    series = re.findall(r'^\s*(line|bar)\s+(?:"([^"]*)"|(\w+))?', source, re.MULTILINE)
    for i, (kind, quoted, bare) in enumerate(series):
        name, color = quoted or bare, PALETTE[i % len(PALETTE)]
        mark = (
            f'<rect width="16" height="12" y="2" fill="{color}"/>'
            if kind == "bar"
            else f'<path d="M0 8H40" stroke="{color}" stroke-width="3" stroke-dasharray="{DASHES[i % len(DASHES)]}"/>'
        )
        if name:
            entries.append(
                f'<span><svg width="{16 if kind == "bar" else 40}" height="16">{mark}</svg>{html.escape(name)}</span>'
            )
    return "".join(entries) if len(entries) > 1 or len(series) > 1 else ""


async def draw(page: Page, diagram: Diagram) -> bytes:
    """The picture of a diagram, at twice the size, with few colors."""
    await page.evaluate(
        """async ([source, legend, dashes]) => {
        const { svg } = await mermaid.render('drawn', source);
        document.getElementById('picture').innerHTML = svg;
        document.getElementById('legend').innerHTML = legend;
        const drawn = document.querySelector('#picture svg');
        document.querySelectorAll('#picture .legend').forEach((one) => one.remove());
        if (drawn.viewBox.baseVal.width) drawn.setAttribute('width', drawn.viewBox.baseVal.width);
        const plots = document.querySelectorAll('#picture [class^="line-plot"] path, #picture [class^="bar-plot"]');
        plots.forEach((plot, i) => {
            if (plot.tagName === 'path') {
                plot.setAttribute('stroke-dasharray', dashes[i % dashes.length]);
                plot.setAttribute('stroke-width', '3');
            }
        });
    }""",
        [diagram.mermaid, legend(diagram.mermaid), list(DASHES)],
    )
    shot = await page.locator("#card").screenshot(omit_background=True)
    picture = few_colors(Image.open(io.BytesIO(shot)).convert("RGBA"))
    info = PngImagePlugin.PngInfo()
    info.add_text("Source-Digest", digest(diagram))
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True, pnginfo=info, transparency=CLEAR)
    return packed.getvalue()


def few_colors(shot: Image.Image) -> Image.Image:
    """The same picture with a palette of its commonest colors, so that white stays white, and clear corners."""
    opaque = shot.getchannel("A")
    flat = Image.new("RGB", shot.size, "white")
    flat.paste(shot, mask=opaque)
    counted = cast("list[tuple[int, tuple[int, int, int]]]", flat.getcolors(shot.width * shot.height))
    unlike: dict[tuple[int, int, int], tuple[int, int, int]] = {}  # Pillow matches roughly: near ones are left out
    for _, (r, g, b) in sorted(counted, reverse=True):
        unlike.setdefault((r >> 3, g >> 3, b >> 3), (r, g, b))
    chosen = [channel for color in list(unlike.values())[:CLEAR] for channel in color]
    palette = Image.new("P", (1, 1))
    palette.putpalette(chosen)
    picture = flat.quantize(palette=palette, dither=Image.Dither.NONE)
    picture.putpalette((chosen + [255] * 3 * CLEAR)[: 3 * CLEAR] + [255] * 3)
    picture.paste(CLEAR, mask=opaque.point([255] * 128 + [0] * 128))
    return picture


def drawn_digest(file: Path) -> str:
    """The digest that a picture carries; empty when there is none."""
    if not file.is_file():
        return ""
    with Image.open(file) as picture:
        return str(picture.info.get("Source-Digest", ""))


def mermaid_script() -> Path:
    """Mermaid's bundle, fetched once by npm into the build folder."""
    folder = HERE.parent / "build" / "mermaid"
    script = folder / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    if not script.is_file():
        npm, chrome = shutil.which("npm"), shutil.which("chromium")
        if not npm or not chrome:
            sys.exit("Drawing needs npm and Chromium. On Debian: apt-get install npm chromium")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                npm,
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                str(folder),
                f"mermaid@{MERMAID}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return script


async def main(wanted: list[str]) -> int:
    loaded = load([HERE / "ai-ml"])
    todo = [
        (pack.path / item.diagram.path, item)
        for pack in loaded.packs
        for item in pack.items
        if item.diagram
        and (
            any(one in item.id for one in wanted)
            if wanted
            else drawn_digest(pack.path / item.diagram.path) != digest(item.diagram)
        )
    ]
    if not todo:
        print("Every picture is up to date.")
        return 0
    failed = 0
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        page = await browser.new_page(device_scale_factor=2, viewport={"width": 1200, "height": 1600})
        await page.set_content(PAGE)
        await page.add_script_tag(path=mermaid_script())
        await page.evaluate(f"mermaid.initialize({THEME})")
        for file, item in todo:
            assert item.diagram is not None  # todo holds no others
            try:
                picture = await draw(page, item.diagram)
            except Exception as error:  # a fault in one source: say it and draw the others
                print(f"{item.id}: {str(error).splitlines()[0]}", file=sys.stderr)
                failed += 1
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(picture)
            width, height = Image.open(file).size
            narrow = (
                "" if 0.45 <= width / height <= 2.6 else "  (too long a shape to be read in a chat: lay it out anew)"
            )
            print(f"{item.id}: {width // 2} x {height // 2}, {len(picture) // 1024} KiB{narrow}")
        await browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
