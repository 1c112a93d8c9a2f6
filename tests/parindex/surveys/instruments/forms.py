"""Random forms for properties: every kind of question, skips, lists, groups, languages, an index."""

from hypothesis import strategies as st

from parindex.surveys.instruments.model import Instrument

WORDS = (
    st.text(st.sampled_from("aăâbcdđeêghiklmnoôơ tuưvxyÁẾỘ09?(),.'\"&<>=-\n"), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)


def texts(languages):
    if "en" in languages:
        return st.tuples(WORDS, WORDS).map(
            lambda both: {"vi": both[0], **({"en": both[1]} if both[0] != both[1] else {})}
        )
    return WORDS.map(lambda vi: {"vi": vi})


@st.composite
def options(draw, languages, *, with_text):
    codes = draw(st.lists(st.integers(-99, 9999), min_size=1, max_size=5, unique=True))
    has_names, has_filters = draw(st.booleans()), draw(st.booleans())
    made = []
    for number, code in enumerate(codes):
        one = {"code": code, "label": draw(texts(languages))}
        if has_names and draw(st.booleans()):
            one["name"] = f"opt_{number}"
        if with_text and draw(st.integers(0, 3)) == 0:
            one["has_text"] = True
        if has_filters and draw(st.booleans()):
            one["filters"] = {"area": draw(st.sampled_from(["a", "b", "1"]))}
        made.append(one)
    if has_filters and all("filters" not in one for one in made):
        made[0]["filters"] = {"area": "a"}
    return made


@st.composite
def questions(draw, number, languages, scales, earlier):
    kind = draw(st.sampled_from(["single", "multi", "matrix", "text", "integer", "decimal", "date", "note"]))
    one = {
        "id": f"q{number}",
        "kind": kind,
        "label": draw(texts(languages)),
        "illustrative": draw(st.booleans()),
    }
    if kind in ("single", "multi", "matrix"):
        one |= draw(choices(number, kind, languages, scales))
    if draw(st.booleans()):
        one["hint"] = draw(texts(languages))
    if earlier and draw(st.booleans()):
        name = draw(st.sampled_from(earlier))
        one["relevant"] = draw(
            st.sampled_from([f"${{{name}}} = 1", f"selected(${{{name}}}, 'opt_0')", f"not(${{{name}}} > 2)"])
        )
    return one if kind == "note" else one | draw(rules(kind, languages))


@st.composite
def choices(draw, number, kind, languages, scales):
    one = {}
    if scales and draw(st.booleans()):
        one["scale"] = draw(st.sampled_from(sorted(scales)))
    else:
        one["options"] = draw(options(languages, with_text=kind != "matrix"))
    if kind == "matrix":
        ids = [f"q{number}_{item}x" for item in range(draw(st.integers(1, 3)))]
        one["items"] = [
            {"id": id_, "label": draw(texts(languages)), "illustrative": draw(st.booleans())} for id_ in ids
        ]
    elif any("filters" in option for option in one.get("options", ())):
        one["choice_filter"] = "area = 'a' or name = '1'"
    return one


@st.composite
def rules(draw, kind, languages):
    one = {"is_required": draw(st.booleans())}
    if kind != "matrix" and draw(st.booleans()):
        one["constraint"] = draw(st.sampled_from([". != ''", "string-length(.) < 9", "regex(., '[a-z]+')"]))
        one["constraint_message"] = draw(texts(languages))
    if draw(st.integers(0, 4)) == 0:
        one["appearance"] = draw(st.sampled_from(["minimal", "horizontal w2"]))
    return one


@st.composite
def scales_of(draw, languages):
    scales = {}
    for number in range(draw(st.integers(0, 2))):
        members = draw(options(languages, with_text=False))
        scales[f"scale{number}"] = {
            "options": members,
            "no_opinion": draw(st.sampled_from([[], [members[0]["code"]]])),
        }
    return scales


@st.composite
def indices(draw, languages, made, scales):
    coded = [one for one in made if one["kind"] == "single"]
    if not coded:
        return {}
    scale = scales.get(coded[0].get("scale"), {"options": coded[0].get("options", []), "no_opinion": []})
    free = [option["code"] for option in scale["options"] if option["code"] not in scale["no_opinion"]]
    if not free:
        return {}
    how = draw(st.sampled_from(["pooled", "mean_of_items", "mean_of_factors"]))
    factor = {"code": "I.A", "label": draw(texts(languages)), "items": [coded[0]["id"]]}
    return {"factors": [factor], "index": {"satisfied": free[:1], "aggregation": how}}


@st.composite
def grouped(draw, languages, made):
    """Put some questions into groups of one to three that stand together."""
    groups = []
    for one in made:
        where = draw(st.sampled_from(["alone", "new", "same"]))
        if where == "new":
            groups.append({"id": f"group{len(groups)}", "label": draw(texts(languages))})
        if where == "new" or (where == "same" and made.index(one) and made[made.index(one) - 1].get("group")):
            one["group"] = groups[-1]["id"]
    return groups


@st.composite
def instruments(draw):
    languages = draw(st.sampled_from([("vi",), ("vi", "en"), ("en", "vi")]))
    scales = draw(scales_of(languages))
    made, earlier = [], []
    for number in range(draw(st.integers(1, 5))):
        made.append(draw(questions(number, languages, scales, tuple(earlier))))
        earlier += [made[-1]["id"]] if made[-1]["kind"] not in ("note", "matrix") else []
    data = {
        "id": draw(st.sampled_from(["trial", "sipas-x", "a1"])), "year": draw(st.integers(1990, 2200)),
        "version": draw(st.sampled_from(["1", "2026.10", "vA-1"])), "title": draw(texts(languages)),
        "languages": languages, "questions": made, "groups": draw(grouped(languages, made)), "scales": scales,
        "metadata": draw(st.lists(st.sampled_from(["start", "end", "today", "deviceid"]), unique=True)),
        "introduction": draw(st.none() | texts(languages)),
        "source": draw(st.sampled_from([None, {"text": {"vi": "Nguồn"}, "decision": "1/QĐ"}])),
    }  # fmt: skip
    return Instrument.model_validate(data | draw(indices(languages, made, scales)))
