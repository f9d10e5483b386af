"""What a delivery says: the view behind each kind, built from the database as it stands."""

from bot.engine import views as v
from bot.engine.asking import question_view
from bot.engine.notices import notice_view
from bot.engine.ports.bank import Bank
from bot.engine.ports.platform import Post
from bot.engine.ports.store import Delivery, DeliveryKind, Tx
from bot.engine.revealing import reveal_view, share_view
from bot.engine.turn import Rules


def post_of(tx: Tx, bank: Bank, rules: Rules, delivery: Delivery) -> Post | None:
    """The message of a delivery, or None when what it is about is gone."""
    view, reply_to = _content(tx, bank, rules, delivery)
    if view is None:
        return None
    return Post(
        delivery.key,
        delivery.space,
        delivery.channel,
        view,
        reply_to,
        delivery.first_at or delivery.due_at,
        delivery.due_at,
        delivery.message,
    )


def _content(tx: Tx, bank: Bank, rules: Rules, delivery: Delivery) -> tuple[v.View | None, str | None]:
    if delivery.kind is DeliveryKind.NOTICE:
        return notice_view(delivery.text), None
    found = tx.rounds.get(delivery.round) if delivery.round is not None else None
    if found is None:
        return None, None
    if delivery.kind is DeliveryKind.QUESTION:
        return question_view(tx, bank, rules, found), None
    schedule = tx.schedules.get(found.schedule)
    reply_to = (found.message or None) if schedule is not None and schedule.thread else None
    if delivery.kind is DeliveryKind.REVEAL:
        return reveal_view(tx, bank, rules, found), reply_to
    mine = next((one for one in tx.submissions.of(found.id) if one.member.user == delivery.user), None)
    return (share_view(tx, found, mine) if mine else None), reply_to
