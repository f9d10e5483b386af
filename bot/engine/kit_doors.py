"""From the buttons and the form of a kit to commands. `doors` sends them here."""

from collections.abc import Mapping

from bot.domain.ids import KitId
from bot.domain.kits.values import Copy, Format
from bot.engine import kit_commands as k
from bot.engine.tokens import Token


def pressed(token: Token) -> k.KitCommand:
    """The command behind a button; raises ValueError for one of another version."""
    kit, argument = KitId(token.number), token.argument
    match token.verb:
        case "kit":
            return k.ShowKit(kit)
        case "kit_form":
            return k.OpenKitForm(kit or None)
        case "kit_again":
            return k.DrawKitAgain(kit)
        case "kit_file":
            format, copy = argument.split(".")
            return k.GetKitFile(kit, Format(format), Copy(copy))
        case "kit_swap":
            return k.SwapKitItem(kit, argument)
        case "kit_lock" | "kit_unlock":
            return k.LockKitItem(kit, argument, locked=token.verb == "kit_lock")
        case "kit_up" | "kit_down":
            return k.ShiftKitItem(kit, argument, -1 if token.verb == "kit_up" else 1)
        case "kit_drop":
            return k.DropKitItem(kit, argument)
        case _:
            raise ValueError(token.verb)


def submitted(token: Token, fields: Mapping[str, str]) -> k.KitCommand:
    """The command behind the form. Fields are those of `KitFormView`, and `mix`."""
    return k.MakeKit(
        title=fields.get("title", ""),
        minutes=fields.get("minutes", ""),
        level=fields.get("level", ""),
        topics=fields.get("draw", ""),
        count=fields.get("count", ""),
        strict_days=fields.get("strict_days", ""),
        seed=fields.get("seed", ""),
        mix=fields.get("mix", ""),
        kit=KitId(token.number) if token.number else None,
    )
