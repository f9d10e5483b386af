"""Pictures of messages for human eyes: npm slack-blocks-to-jsx 1.1.1 and @skyra/discord-components-core 4.0.2 (both MIT, bundled
with esbuild from render-src/) in headless Chromium (apt-get install chromium fonts-lato fonts-noto-core fonts-noto-color-emoji; pip install pillow).

    slack_png(slack.messages(ch, user=u), 'out.png', users=slack.users.values())      # list of messages
    slack_png(slack.modal(u), 'modal.png');  slack_png(slack.home(u), 'home.png', theme='dark')
    discord_png(discord.messages(ch, user=u), 'out.png', users=discord.users.values())
    discord_modal_png(ix.modal, 'modal.png')
"""
from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "build" / "render_assets"


def _shoot(kind: str, data: dict, out: str, width: int = 760) -> str:
    css = (ASSETS / "slack.css").read_text() if kind == "slack" else "discord-messages{min-height:0!important;border:0!important}"
    font = "Lato" if kind == "slack" else "Noto Sans"
    bg = "#313338" if kind == "discord" else "#1a1d21" if data.get("theme") == "dark" else "#fff"
    js = (ASSETS / f"{kind}.bundle.js").read_text().replace("</script", "<\\/script")
    blob = json.dumps(data, default=str).replace("</", "<\\/")
    page = (f"<!doctype html><html data-theme='{data.get('theme', 'light')}'><meta charset=utf-8><style>{css}</style><style>*:not(code):not(pre){{font-family:'{font}','Noto Sans',sans-serif,'Noto Color Emoji'!important}}</style>"
            f"<body style='margin:0;background:{bg}'><div id=root></div><script>window.DATA={blob};</script><script>{js}</script>"
            "<script>addEventListener('load',()=>setTimeout(()=>{document.title='H='+Math.ceil(document.getElementById('root').getBoundingClientRect().height)},1500))</script></body></html>")
    with tempfile.TemporaryDirectory() as d:
        p = Path(d) / "page.html"
        p.write_text(page)
        base = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2", f"--user-data-dir={d}/profile", "--virtual-time-budget=4000", "--timeout=8000"]
        dom = subprocess.run(base + [f"--window-size={width},900", "--dump-dom", f"file://{p}"], capture_output=True, text=True, timeout=60)
        m = re.search(r"<title>H=(\d+)", dom.stdout)
        h = max(60, int(m.group(1)) + 16) if m else 900
        # the new headless mode counts window decorations into window-size: shoot taller, then crop
        subprocess.run(base + [f"--window-size={width},{h + 200}", f"--screenshot={out}", f"file://{p}"], capture_output=True, timeout=60, check=True)
    from PIL import Image
    im = Image.open(out)
    im.crop((0, 0, im.width, min(im.height, h * 2))).save(out)
    return out


def slack_png(surface, out: str, *, users=(), channels=(), theme: str = "light") -> str:
    kind = "message" if isinstance(surface, list) or "ts" in surface else surface["type"]
    return _shoot("slack", {"kind": kind, "surface": surface, "theme": theme, "users": [{"id": u["id"], "name": u["name"]} for u in users], "channels": [{"id": c["id"], "name": c.get("name", "dm")} for c in channels]}, out)


def discord_png(messages: list[dict], out: str, *, users=(), channels=()) -> str:
    return _shoot("discord", {"kind": "messages", "messages": messages, "users": {u["id"]: u["global_name"] or u["username"] for u in users}, "channels": {c["id"]: c.get("name", "dm") for c in channels}}, out)


def discord_modal_png(modal: dict, out: str) -> str:
    return _shoot("discord", {"kind": "modal", "modal": modal}, out)
