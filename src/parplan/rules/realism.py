"""Figures that are possible but unlikely, or that do not compare: remarks, never errors."""

from collections.abc import Iterator
from decimal import Decimal

from parplan.engine.identities.printed import figure, figures
from parplan.engine.identities.totals import between
from parplan.model.fields import BETTER_WORDS, WAY, turned
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO, rounded
from parplan.rules.rule import Problem, rule
from parplan.text import Text

MOST = Decimal("0.8")  # a share of the headroom; more than this in one year is worth a remark


@rule(
    "N401",
    "most-of-headroom",
    "note",
    on="leaf",
    title=Text(
        "Dự kiến tăng hơn 80% dư địa trong một năm",
        "More than 80% of the headroom planned in one year",
    ),
    why=Text(
        "Phần điểm chưa đạt thường là điểm khó; hiếm nơi lấy được gần hết trong một năm.",
        "What is left of the maximum is usually hard; few gain nearly all of it in a year.",
    ),
    message=Text(
        "dự kiến {way} {planned} trong dư địa {headroom} ({share}%)",
        "planned {way}: {planned} of a headroom of {headroom} ({share}%)",
    ),
    help=Text(
        "cân nhắc lại mức tăng, hoặc ghi rõ căn cứ",
        "reconsider the increase, or say what it rests on",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 1, score: 0.75}\n# targets\n  a: {planned: 0.25}",
    right="  - {id: a, name: A, decimals: 2, max: 1, score: 0.75}\n# targets\n  a: {planned: 0.10}",
)
def most_of_headroom(indicator: Indicator, plan: Plan) -> Problem | None:
    """More than 80% of the points that are left are planned for one year."""
    goal = indicator.goal
    if goal is None or plan.years_ahead(plan.about.year) > 1:
        return None
    score, maximum, said = (plan.known(indicator, field) for field in ("score", "max", "planned"))
    target = indicator.aim(maximum, Decimal)
    if (target if said is None else indicator.planned) is None:
        return None  # nothing is said, or another place says it
    best = maximum if indicator.better == "higher" else indicator.floor
    start, end = (score, target) if said is None else (ZERO, said)
    planned = between(start, end, indicator.better)
    headroom = between(score, best, indicator.better)
    if planned is None or headroom is None:
        return None
    if not headroom >= planned > MOST * headroom or not planned:
        return None
    share = rounded(100 * planned / headroom, 1)
    operands = tuple(
        part for part in (figure(indicator, "score"), figure(indicator, "max")) if part
    )
    return Problem(
        indicator.id,
        "target" if said is None else "planned",
        {"planned": planned, "headroom": headroom, "share": share, "way": WAY[indicator.better]},
        operands,
    )


@rule(
    "N408",
    "planned-the-other-way",
    "note",
    on="row",
    title=Text("Mức dự kiến ngược chiều", "A planned change the other way"),
    why=Text(
        "Kế hoạch cải thiện hiếm khi dự kiến kết quả kém đi; có thể do ghi sai dấu.",
        "A plan to improve seldom plans to do worse; perhaps a sign was mistaken.",
    ),
    message=Text(
        "dự kiến {way} {planned}, mà ở đây {better}",
        "a planned {way} of {planned}, though here {better}",
    ),
    help=Text(
        "đối chiếu dấu của số này với văn bản; nếu càng thấp càng tốt thì thêm “better: lower” cho "
        "tiêu chí",
        "compare its sign with the printed plan; where less is better, say `better: lower` on the "
        "row",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n"
    "# targets\n  a: {planned: -0.15}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n"
    "# targets\n  a: {planned: 0.15}",
)
def planned_the_other_way(indicator: Indicator, _: Plan) -> Problem | None:
    """A planned change leads where the row gets better; where a target in points says where it
    leads, that one is judged (R205).
    """
    better = indicator.better
    if indicator.target is not None or all(turned(it, better) >= 0 for it in indicator.increases):
        return None  # the usual case
    every = figures(indicator, "planned")
    part = next(it for it in every if turned(it.value, better) < 0)
    way = WAY["lower" if better == "higher" else "higher"]
    values = {"way": way, "planned": abs(part.value), "better": BETTER_WORDS[better]}
    return Problem(indicator.id, part.field, values)


@rule(
    "N402",
    "no-planned-increase",
    "note",
    on="leaf",
    title=Text(
        "Còn dư địa nhưng không dự kiến tăng", "No planned increase though there is headroom"
    ),
    why=Text(
        "Tiêu chí còn dư địa mà kế hoạch bỏ qua có thể là sót.",
        "A row with headroom that the plan passes over may have been forgotten.",
    ),
    message=Text(
        "dư địa còn {headroom} nhưng không dự kiến {way}",
        "the headroom is {headroom}, and no {way} is planned",
    ),
    help=Text(
        "ghi mức dự kiến, hoặc giữ nguyên nếu đó là chủ ý",
        "say what is planned, or leave it if that is intended",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n# targets\n  a: {planned: 0}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n"
    "# targets\n  a: {planned: 0.15}",
)
def no_planned_increase(indicator: Indicator, plan: Plan) -> Problem | None:
    """Points are left, others plan increases, and this one plans none."""
    score, maximum = indicator.score, indicator.max
    best = maximum if indicator.better == "higher" else indicator.floor
    headroom = between(score, best, indicator.better)
    if indicator.goal is None or headroom is None or headroom <= 0:
        return None
    if (between(score, indicator.target, indicator.better) or ZERO) > 0:
        return None
    planned = plan.known(indicator, "planned")
    if planned is None or planned:
        return None
    values: dict[str, object] = {"headroom": headroom, "way": WAY[indicator.better]}
    return Problem(indicator.id, "planned", values)


@rule(
    "N403",
    "rank-over-another-field",
    "note",
    on="plan",
    title=Text(
        "Thứ hạng tính trên số đơn vị khác với số được xếp hạng",
        "A rank over another number than were ranked",
    ),
    why=Text(
        "Mẫu số của thứ hạng là số đơn vị thực sự được xếp hạng năm đó.",
        "The denominator of a rank is the number of units ranked that year.",
    ),
    message=Text(
        "văn bản ghi thứ hạng trên {of} đơn vị ({count} chỗ), nhưng năm {year} chỉ có {ranked} đơn "
        "vị được xếp hạng",
        "ranks are printed over {of} (places: {count}), but {ranked} were ranked in {year}",
    ),
    help=Text(
        "khi so sánh thứ hạng, dùng số đơn vị được xếp hạng",
        "use the number ranked when comparing ranks",
    ),
    wrong='  - {id: a, name: A, decimals: 2, max: 80, rank: 63/63, ranked: {"2022": 61}}',
    right='  - {id: a, name: A, decimals: 2, max: 80, rank: 61/61, ranked: {"2022": 61}}',
)
def rank_over_another_field(plan: Plan) -> Iterator[Problem]:
    """A printed rank is counted over another number of units than were ranked that year, in the
    row or else in its index.
    """
    year = plan.about.year
    for index in plan.indices:
        odd: dict[tuple[int, int], list[Indicator]] = {}
        for indicator in index.walk():
            rank, ranked = indicator.node.rank, plan.field(indicator.id, year)
            if rank is not None and rank.of is not None and ranked not in (None, rank.of):
                odd.setdefault((rank.of, ranked or 0), []).append(indicator)
        for (of, ranked), found in odd.items():
            values = {"of": of, "ranked": ranked, "year": year, "count": len(found)}
            yield Problem(found[0].id, "rank", values)


@rule(
    "N404",
    "ranks-not-comparable",
    "note",
    on="plan",
    title=Text(
        "So sánh thứ hạng giữa hai năm có số đơn vị được xếp hạng khác nhau",
        "Ranks compared across different denominators",
    ),
    why=Text(
        "Số đơn vị được xếp hạng thay đổi thì tăng, giảm bậc không nói lên tăng, giảm thật.",
        "Where the number ranked changed, places gained or lost say little.",
    ),
    message=Text(
        "năm {then} có {before} đơn vị được xếp hạng, năm {year} có {now}: hai thứ hạng không so "
        "sánh được",
        "{before} were ranked in {then} and {now} in {year}: the two ranks do not compare",
    ),
    help=Text("so sánh điểm thay cho thứ hạng", "compare scores instead of ranks"),
    wrong=(
        "  - "
        "{id: a, name: A, decimals: 2, max: 80, rank: 61/61, rank_change: -2, "
        'ranked: {"2021": 60, "2022": 61}}'
    ),
    right=(
        "  - "
        "{id: a, name: A, decimals: 2, max: 80, rank: 61/61, rank_change: -2, "
        'ranked: {"2021": 61, "2022": 61}}'
    ),
)
def ranks_compared_across_fields(plan: Plan) -> Iterator[Problem]:
    """A change of rank compares two years in which different numbers of units were ranked."""
    for indicator in plan.by_id.values():
        if indicator.node.rank_change is None:
            continue
        about = plan.about
        then = about.since
        before, now = plan.field(indicator.id, then), plan.field(indicator.id, about.year)
        if before is None or now is None or before == now:
            continue
        values: dict[str, object] = {"now": now, "year": about.year, "before": before, "then": then}
        yield Problem(indicator.id, "rank_change", values)


@rule(
    "N405",
    "change-of-other-criteria",
    "note",
    on="row",
    title=Text(
        "Thay đổi điểm giữa hai bộ tiêu chí khác nhau", "A change between two sets of criteria"
    ),
    why=Text(
        "Bộ tiêu chí thay đổi thì điểm tăng, giảm không nói lên tăng, giảm thật.",
        "Where the criteria changed, points gained or lost say little.",
    ),
    message=Text(
        "bộ tiêu chí đã thay đổi so với năm {then}: mức {change} không phản ánh mức tăng, giảm "
        "thực tế",
        "the criteria changed since {then}: {change} does not compare like with like",
    ),
    help=Text(
        "so sánh với các đơn vị khác trong cùng năm, thay vì với năm trước",
        "compare with other units of the same year instead of the year before",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 100, score: 77.55, change: -5.34, "
    "comparable: false}",
    right="  - {id: a, name: A, decimals: 2, max: 100, score: 77.55, change: -5.34}",
)
def change_of_other_criteria(indicator: Indicator, plan: Plan) -> Problem | None:
    """A change of the score compares two years that do not compare."""
    change, about = indicator.node.change, plan.about
    if change is None or plan.compares(indicator.id, about.year):
        return None
    then = about.since
    return Problem(indicator.id, "change", {"change": change, "then": then})
