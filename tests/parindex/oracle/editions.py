"""Random editions: one to four levels, every kind of rule, decimal maxima that add up, any policy.

Everything is drawn from one ``random.Random``: a number names an edition for ever.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from math import ceil
from random import Random
from typing import Any

from parindex.frameworks.model import Edition

Data = dict[str, Any]
BASE_KINDS = (
    "yes_no",
    "count",
    "proportional",
    "ratio_floor",
    "bands",
    "linear",
    "levels",
    "deduction",
    "violation",
    "checklist",
    "relative",
    "formula",
    "survey_index",
    "survey_likert",
    "graded",
    "appraised",
)
WHEN_ZERO = ("missing", "zero", "full", "not_applicable")


def edition(rng: Random) -> Edition:
    """Draw an edition."""
    return Edition.model_validate(edition_data(rng))


def decimal(rng: Random, low: float, high: float, places: int) -> Decimal:
    """Draw a decimal of so many places between two bounds."""
    unit = 10**places
    return Decimal(rng.randint(ceil(low * unit), ceil(high * unit))).scaleb(-places)


def _nine(number: Decimal) -> Decimal:
    """Keep as many decimals as an edition may have."""
    return number.quantize(Decimal("1e-9"))


def edition_data(rng: Random) -> Data:
    """Draw the data of an edition, as they stand in a file."""
    base = [f"base{number}" for number in range(rng.choice((1, 1, 2, 2, 3)))]
    leaves = _leaves(rng, base)
    channels = {name: _channel(rng, name, leaves) for name in base}
    for kind in ("bonus", "penalty"):
        if rng.random() < 0.35:
            extra = [_extra_leaf(rng, kind) for _ in range(rng.randint(1, 3))]
            channels[kind] = _extra_channel(rng, kind, extra)
            leaves += extra
    if rng.random() < 0.5:
        rng.shuffle(leaves)
    tree = _grouped(rng, leaves, rng.randint(1, 4))
    _number(tree, "")
    _inherit(rng, tree, None)
    settings = _settings(rng, sum(Decimal(channels[name]["max"]) for name in base))
    _name_scorers(rng, tree)
    return {
        "id": "random",
        "year": 2025,
        "title": "Ngẫu nhiên",
        "illustrative": True,
        "channels": channels,
        "settings": settings,
        "tree": tree,
    }


# ---------------------------------------------------------------- channels


def _channel(rng: Random, name: str, leaves: list[Data]) -> Data:
    most = sum((leaf["max"] for leaf in leaves if leaf["channel"] == name), Decimal(0))
    treatment = rng.choice(("own", "own", "total", "none"))
    return {"label": name, "max": most, "on_excluded": treatment, "optional": rng.random() < 0.3}


def _extra_channel(rng: Random, kind: str, leaves: list[Data]) -> Data:
    most = sum((leaf["max"] for leaf in leaves), Decimal(0))
    cap = decimal(rng, 1, 6, 1)
    cap = min(cap, most) if kind == "bonus" else cap
    return {"label": kind, "max": cap, "kind": kind, "on_excluded": rng.choice(("own", "total", "none"))}


def _extra_leaf(rng: Random, kind: str) -> Data:
    leaf = _leaf(rng, kind, decimal(rng, 0.5, 4, rng.randint(0, 2)) if kind == "bonus" else Decimal(0))
    draw = {
        "bonus": ("bonus", "bonus", "count", "appraised", "yes_no"),
        "penalty": ("penalty", "penalty", "deduction", "violation"),
    }
    rule = rng.choice(draw[kind])
    leaf["rule"] = _PENALTIES[rule](rng) if kind == "penalty" else RULES[rule](rng, leaf["max"])
    return leaf


_PENALTIES: dict[str, Callable[[Random], Data]] = {
    "penalty": lambda rng: {"kind": "penalty", "each": decimal(rng, 0.1, 2, 2), "cap": decimal(rng, 1, 5, 1)},
    "deduction": lambda rng: {
        "kind": "deduction",
        "floor": -decimal(rng, 1, 3, 1),
        "faults": [{"name": "fault1", "label": "Lỗi", "each": decimal(rng, 0.1, 1, 2)}],
    },
    "violation": lambda rng: {
        "kind": "violation",
        "extra": decimal(rng, 0.25, 2, 2),
        "per": rng.choice(("once", "each")),
    },
}


# -------------------------------------------------------------------- tree


def _leaves(rng: Random, channels: list[str]) -> list[Data]:
    """Draw leaves; some come in groups of twins, so that units can reach one sum by different ways."""
    leaves: list[Data] = []
    most = rng.choice((2, 5, 8, 12, 18, 25))
    places = rng.choice((0, 1, 2, 2, 3, 4, 9))
    while len(leaves) < max(most, len(channels)):
        high = rng.choice((2, 5, 10))
        points = decimal(rng, 1 if places == 0 else 0.25, high, places)
        leaf = _leaf(rng, rng.choice(channels), points)
        leaf["rule"] = _scaled(rng, RULES[rng.choice(BASE_KINDS)](rng, points))
        twins = rng.choice((1, 1, 1, 2, 3))
        leaves += [dict(leaf) for _ in range(twins)]
    for number, name in enumerate(channels):
        leaves[number]["channel"] = name
    return leaves


def _leaf(rng: Random, channel: str, points: Decimal) -> Data:
    leaf: Data = {"label": "Tiêu chí", "max": points, "channel": channel}
    leaf["not_applicable"] = rng.choice(("refuse", "exclude", "exclude", "full", "zero"))
    if rng.random() < 0.3:
        leaf["missing"] = rng.choice(("block", "zero"))
    if rng.random() < 0.1:
        leaf["round"] = rng.choice((0, 1, 2, 3, 9))
    if rng.random() < 0.3:
        leaf["scored_by"] = rng.choice(("unit", "appraiser", "council", "survey", "dossier", "data"))
    return leaf


def _grouped(rng: Random, leaves: list[Data], levels: int) -> list[Data]:
    if levels == 1 or len(leaves) == 1:
        return leaves
    nodes: list[Data] = []
    rest = list(leaves)
    while rest:
        size = rng.randint(1, max(1, len(rest) // 2 + 1))
        group, rest = rest[:size], rest[size:]
        if rng.random() < 0.15:
            nodes += group
            continue
        criteria = _grouped(rng, group, levels - 1)
        node: Data = {
            "label": "Nhóm",
            "max": sum((c["max"] for c in criteria), Decimal(0)),
            "criteria": criteria,
        }
        if rng.random() < 0.08:
            node["round"] = rng.choice((0, 1, 2, 3, 9))
        nodes.append(node)
    return nodes


def _number(nodes: list[Data], above: str) -> None:
    for number, node in enumerate(nodes, 1):
        node["code"] = f"{above}{number}"
        _number(node.get("criteria", []), f"{node['code']}.")


def _inherit(rng: Random, nodes: list[Data], above: str | None) -> None:
    """Move channels up to where all below agree, and leave them out where they are inherited anyway."""
    for node in nodes:
        below = _channels_below(node)
        here = above
        if node.get("criteria") and len(below) == 1 and rng.random() < 0.5:
            here = node["channel"] = next(iter(below))
        if node.get("criteria"):
            _inherit(rng, node["criteria"], here)
        elif node["channel"] == above and rng.random() < 0.8:
            del node["channel"]


def _name_scorers(rng: Random, nodes: list[Data]) -> None:
    """Let the council score some leaves and groups: nobody takes what a unit says of itself there."""
    for node in nodes:
        if rng.random() < 0.08:
            node["scored_by"] = rng.choice(("council", "appraiser", "unit"))
        _name_scorers(rng, node.get("criteria", []))


def _channels_below(node: Data) -> set[str]:
    if not node.get("criteria"):
        return {node["channel"]}
    return set().union(*(_channels_below(child) for child in node["criteria"]))


def _settings(rng: Random, most: Decimal) -> Data:
    settings: Data = {
        "decimals": rng.randint(0, 6),
        "missing": rng.choice(("block", "block", "zero")),
        "ranking": {
            "ties": rng.choice(("dense", "competition", "ordinal")),
            "denominator": rng.choice(("distinct", "units")),
            "basis": rng.choice(("percent", "points")),
        },
    }
    if settings["ranking"]["ties"] == "competition":
        settings["ranking"]["denominator"] = "units"
    if rng.random() < 0.6:
        settings["classes"] = _classes(rng, most)
    if rng.random() < 0.2:
        settings["total"] = {"floor": Decimal(0)} | ({"cap": most} if rng.random() < 0.7 else {})
    return settings


def _classes(rng: Random, most: Decimal) -> Data:
    basis = rng.choice(("percent", "points", "quantile"))
    reach = float(most) if basis == "points" else 100
    bounds = sorted(
        {decimal(rng, reach * 0.1, reach * 0.95, rng.randint(0, 2)) for _ in range(3)}, reverse=True
    )
    starts = [*bounds, Decimal(0)]
    bands = [{"code": f"L{number}", "label": "Loại", "from": start} for number, start in enumerate(starts)]
    for higher, lower in pairwise(bands):
        lower["below"] = higher["from"]
    return {"basis": basis, "bands": bands}


# ------------------------------------------------------------------- rules


def _quantity(rng: Random, forms: tuple[str, ...] = ("percent", "share", "ratio", "ratio", "number")) -> Data:
    form = rng.choice(forms)
    quantity: Data = {"as": form}
    if form == "ratio":
        quantity["when_zero"] = rng.choice(WHEN_ZERO)
        quantity["may_exceed"] = rng.random() < 0.3
    if rng.random() < 0.15:
        quantity["round"] = rng.choice((0, 1, 2, 4, 9))
    return quantity


def _scaled(rng: Random, rule: Data) -> Data:
    """Let some rules on plain numbers look at amounts of money, or at very small numbers."""
    if rule.get("quantity", {}).get("as") != "number" or rng.random() < 0.5:
        return rule
    small = {"bands": (-5, -3), "linear": ()}.get(rule["kind"], (-3,))
    exponent = rng.choice((*small, 6, 8, 10))
    found = [(rule, key) for key in ("full_at", "floor", "target") if key in rule]
    found += [(part, key) for part in rule.get("bands", []) for key in ("from", "below") if key in part]
    found += [(part, "at") for part in rule.get("knots", [])]
    scaled = [Decimal(str(part[key])).scaleb(exponent) for part, key in found]
    if all(number.as_tuple().exponent >= -9 for number in scaled):
        for (part, key), number in zip(found, scaled, strict=True):
            part[key] = number
    return rule


def _yes_no(rng: Random, points: Decimal) -> Data:
    if rng.random() < 0.6:
        return {"kind": "yes_no"}
    return {"kind": "yes_no", "yes": points, "no": _nine(points / 4)}


def _count(rng: Random, points: Decimal) -> Data:
    rule: Data = {"kind": "count", "each": decimal(rng, 0.05, 1, 3)}
    return rule | ({"cap": _nine(points / 2)} if rng.random() < 0.3 else {})


def _proportional(rng: Random, points: Decimal) -> Data:  # as all rules
    rule: Data = {"kind": "proportional", "quantity": _quantity(rng)}
    is_number = rule["quantity"]["as"] == "number"
    return rule | ({"full_at": rng.choice((80, 95, 97.5, 60, 30))} if is_number or rng.random() < 0.4 else {})


def _ratio_floor(rng: Random, points: Decimal) -> Data:  # as all rules
    floor = rng.choice((50, 70, 60, Decimal("33.3"), Decimal("66.666666667")))
    rule: Data = {"kind": "ratio_floor", "quantity": _quantity(rng), "floor": floor}
    is_number = rule["quantity"]["as"] == "number"
    return rule | ({"full_at": rng.choice((90, 95, 99.5))} if is_number or rng.random() < 0.3 else {})


def _thresholds(rng: Random, size: int) -> list[Decimal]:
    places = rng.choice((0, 0, 1, 2, 9))
    found: set[Decimal] = set()
    while len(found) < size:
        found.add(decimal(rng, 1, 100, places))
    return sorted(found)


def _bands(rng: Random, points: Decimal) -> Data:
    starts = _thresholds(rng, rng.randint(1, 5))
    bands: list[Data] = [{"below": starts[0], "points": Decimal(0)}]
    for number, start in enumerate(starts, 1):
        bands.append({"from": start, "points": _nine(points * number / len(starts))})
        if number < len(starts):
            bands[-1]["below"] = starts[number]
    bands[-1]["points"] = points
    if rng.random() < 0.5:
        bands.reverse()
    return {"kind": "bands", "quantity": _quantity(rng), "bands": bands}


def _linear(rng: Random, points: Decimal) -> Data:
    at = _thresholds(rng, rng.randint(2, 4))
    worth = sorted(decimal(rng, 0, float(points), 2) for _ in at)
    worth = [min(worth_, points) for worth_ in worth]
    worth[-1] = points
    if rng.random() < 0.2:
        worth.reverse()
    return {
        "kind": "linear",
        "quantity": _quantity(rng),
        "knots": [{"at": a, "points": p} for a, p in zip(at, worth, strict=True)],
    }


def _levels(rng: Random, points: Decimal) -> Data:  # as all rules
    shares = rng.choice(((100, 75, 50, 0), (100, 70, 0), (100, Decimal("66.7"), Decimal("33.3"))))
    levels = [
        {"value": len(shares) - number, "label": "Mức", "share": share} for number, share in enumerate(shares)
    ]
    return {"kind": "levels", "levels": levels}


def _deduction(rng: Random, points: Decimal) -> Data:  # as all rules
    faults = [
        {"name": f"fault{number}", "label": "Lỗi", "each": decimal(rng, 0.05, 1, 3)}
        for number in range(1, rng.randint(2, 4))
    ]
    rule: Data = {"kind": "deduction", "faults": faults}
    return rule | ({"floor": -decimal(rng, 0, 2, 1)} if rng.random() < 0.3 else {})


def _violation(rng: Random, points: Decimal) -> Data:  # as all rules
    rule: Data = {"kind": "violation"}
    if rng.random() < 0.6:
        rule |= {"extra": decimal(rng, 0.1, 2, 2), "per": rng.choice(("once", "each"))}
    return rule | ({"floor": -decimal(rng, 0, 3, 1)} if rng.random() < 0.4 else {})


def _checklist(rng: Random, points: Decimal) -> Data:
    size = rng.randint(1, 5)
    part = (points / size).quantize(Decimal("1e-4"))
    worth = [part] * (size - 1) + [points - part * (size - 1)]
    items = [{"name": f"item{n}", "label": "Việc", "points": p} for n, p in enumerate(worth, 1)]
    return {"kind": "checklist", "items": items}


def _relative(rng: Random, points: Decimal) -> Data:  # as all rules
    way = rng.choice(("best", "leader", "mean", "rank"))
    rule: Data = {"kind": "relative", "to": way, "quantity": _quantity(rng)}
    return rule | ({"target": rng.choice(_thresholds(rng, 3))} if way == "leader" else {})


def _survey_index(rng: Random, points: Decimal) -> Data:  # as all rules
    return {"kind": "survey_index", "quantity": _quantity(rng, ("percent", "share", "ratio"))}


def _survey_likert(rng: Random, points: Decimal) -> Data:  # as all rules
    weights = rng.choice(((100, 60, 20, 0), (100, 75, 50, 25, 0), (100, Decimal("33.3"))))
    options = [{"name": f"option{n}", "label": "Trả lời", "weight": w} for n, w in enumerate(weights, 1)]
    return {"kind": "survey_likert", "options": options}


def _given(kind: str) -> Callable[[Random, Decimal], Data]:
    return lambda rng, points: {"kind": kind}  # noqa: ARG005  # as all rules


def _bonus(rng: Random, points: Decimal) -> Data:  # as all rules
    return {"kind": "bonus", "each": decimal(rng, 0.1, 1, 2)}


def _formula(rng: Random, points: Decimal) -> Data:  # as all rules
    names = ["x", "y", "z"][: rng.randint(1, 3)]
    choose = rng.choice(("first", "first", "appraiser"))
    size = rng.randint(1, 3)
    cases = [
        {"value": number, "label": "Trường hợp", "points": _points(rng, [*names, "full"])}
        for number in range(1, size + 1)
    ]
    for number, case in enumerate(cases, 1):
        if choose == "first" and (number < size or rng.random() < 0.3):
            case["when"] = condition(rng, names, 2)
    variables = [{"name": name, "label": name, "minimum": None} for name in names]
    rule: Data = {"kind": "formula", "variables": variables, "cases": cases, "choose": choose}
    return rule | {"when_undefined": rng.choice(WHEN_ZERO)}


_SHAPES = (
    "x / y * full",
    "full * min(1, x / y)",
    "full if x >= y else x / y * full",
    "full - 0.25 * x",
    "(x + 0.5 * y) / (x + y) * full",
    "full * (1 - x / 3)",
    "full / 3 + full / 3 + full / 3",
    "x / y * 1000000 / 250000",
    "x * y / 1000000 / 100",
    "full if x / y * 1000000000 >= 333333333 else 0",
    "(x / 7 - y / 7) * 7000000",
    "(x * x) / (y * y) * full",
    "full if y > 0 and x / y >= 0.7 else 0",
    "0.1 + 0.2",
    "max(0, full - abs(x - y) / 7)",
)


def _points(rng: Random, names: list[str]) -> str:
    """Draw the formula of a case; a plain number could be above the maximum, which the checks refuse."""
    drawn = term(rng, names, 3)
    return f"min(full, {drawn})" if drawn.replace(".", "").isdigit() else drawn


def term(rng: Random, names: list[str], depth: int) -> str:
    """Draw a formula; half of them are of a shape that decisions use."""
    shape = rng.choice(_SHAPES)
    if depth == 3 and rng.random() < 0.5 and ("y" in names or "y" not in shape):
        return f"({shape})"
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([*names, *names, str(decimal(rng, 0, 9, rng.choice((0, 1, 2))))])
    return rng.choice(_FORMS)(rng, names, depth - 1)


def condition(rng: Random, names: list[str], depth: int) -> str:
    pick = rng.random()
    if depth and pick < 0.2:
        sides = [condition(rng, names, depth - 1) for _ in range(2)]
        return f"({sides[0]}) {rng.choice(('and', 'or'))} ({sides[1]})"
    if depth and pick < 0.3:
        return f"not ({condition(rng, names, depth - 1)})"
    left, middle, right = (term(rng, names, depth) for _ in range(3))
    sign, other = (rng.choice(("<", "<=", ">", ">=", "==", "!=")) for _ in range(2))
    return f"{left} {sign} {right}" if pick < 0.85 else f"{left} {sign} {middle} {other} {right}"


def _joined(sign: str) -> Callable[[Random, list[str], int], str]:
    return lambda rng, names, depth: f"({term(rng, names, depth)} {sign} {term(rng, names, depth)})"


def _called(name: str) -> Callable[[Random, list[str], int], str]:
    return lambda rng, names, depth: f"{name}({term(rng, names, depth)}, {term(rng, names, depth)})"


_FORMS: tuple[Callable[[Random, list[str], int], str], ...] = (
    _joined("+"),
    _joined("-"),
    _joined("*"),
    _joined("/"),
    _called("min"),
    _called("max"),
    lambda rng, names, depth: f"abs({term(rng, names, depth)})",
    lambda rng, names, depth: f"-({term(rng, names, depth)})",
    lambda rng, names, depth: (
        f"({term(rng, names, depth)} if {condition(rng, names, 1)} else {term(rng, names, depth)})"
    ),
)

RULES: dict[str, Callable[[Random, Decimal], Data]] = {
    "yes_no": _yes_no,
    "count": _count,
    "proportional": _proportional,
    "ratio_floor": _ratio_floor,
    "bands": _bands,
    "linear": _linear,
    "levels": _levels,
    "deduction": _deduction,
    "violation": _violation,
    "checklist": _checklist,
    "relative": _relative,
    "survey_index": _survey_index,
    "survey_likert": _survey_likert,
    "graded": _given("graded"),
    "appraised": _given("appraised"),
    "formula": _formula,
    "bonus": _bonus,
}
