"""Values that are kept as JSON, to and from."""

from collections.abc import Mapping
from typing import Any

from bot.domain.verdicts import Band, Covered, Mistake, Remark, Verdict


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "coverage": verdict.coverage,
        "band": verdict.band.value,
        "covered": [[one.point, one.evidence] for one in verdict.covered],
        "missed": list(verdict.missed),
        "mistakes": [[one.claim, one.correction, one.evidence] for one in verdict.mistakes],
        "remark": verdict.remark.value if verdict.remark else None,
        "grader": verdict.grader,
    }


def verdict_from_json(kept: Mapping[str, Any]) -> Verdict:
    return Verdict(
        coverage=kept["coverage"],
        band=Band(kept["band"]),
        covered=tuple(Covered(point, evidence) for point, evidence in kept["covered"]),
        missed=tuple(kept["missed"]),
        mistakes=tuple(Mistake(*one) for one in kept["mistakes"]),
        remark=Remark(kept["remark"]) if kept["remark"] else None,
        grader=kept["grader"],
    )
