"""Running all cases against a place, and the report as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from anju.domains.exchange.conformance.data.report import Answered, Outcome, Report
from anju.domains.exchange.conformance.rules import (
    cases_agreements,
    cases_close,
    cases_messages,
    cases_order,
    cases_requests,
    cases_signature,
    cases_transfers,
)
from anju.domains.exchange.conformance.rules.expecting import Case, causes, names_a_person
from anju.domains.exchange.conformance.rules.kit import Kit, Transport, readable

GROUPS = {
    "S": (("签名", "Signatures"), (*cases_signature.CASES, *cases_close.SIGNATURE)),
    "R": (("请求", "Requests"), (*cases_requests.CASES, *cases_close.REQUESTS)),
    "M": (("报文", "Messages"), (*cases_messages.CASES, *cases_close.MESSAGES)),
    "O": (("协议与次序", "Agreements and order"), (*cases_order.CASES, *cases_close.ORDER)),
    "T": (("应本人要求转送", "Sent on at a person's request"), cases_transfers.CASES),
    "A": (("商定协议", "Coming to an agreement"), cases_agreements.CASES),
}
CASES: tuple[Case, ...] = tuple(case for _, cases in GROUPS.values() for case in cases)


def run(
    kit: Kit,
    transport: Transport,
    *,
    counter: Callable[[], float],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Every case in turn, each for itself: one that fails, or gets no answer, does not stop the others."""
    begun, outcomes = counter(), []
    for number, case in enumerate(CASES, 1):
        outcomes.append(Outcome(case.id, case.id[0], case.title, _cause(case, kit, transport)))
        progress(number, len(CASES))
    return Report(kit.target, tuple(outcomes), counter() - begun)


def _cause(case: Case, kit: Kit, transport: Transport) -> str:
    """What was wrong with the first step that did not go as expected."""
    for request, check in case.steps(kit):
        try:
            status, headers, body = transport(request)
        except OSError as error:
            return f"no answer: {type(error).__name__}"
        answer = Answered(status, headers, body, readable(body))
        found = causes([*check(kit, request, answer), *names_a_person(request, answer)])
        if found:
            return found
    return ""


def page(report: Report) -> str:
    """The report as a page that stands by itself."""
    failed = len(report.failed)
    lines = "".join(_lines(report))
    passed = len(report.outcomes) - failed
    return f"""<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>两地交换符合性 · Conformance of the exchange</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;
vertical-align:top}}.no{{font-weight:bold}}</style></head>
<body><h1>两地交换符合性 · Conformance of the exchange</h1>
<p>{escape(report.target.place)} · {escape(report.target.url)}</p>
<p><strong>{passed} / {len(report.outcomes)}</strong> 通过 passed · {failed} 未通过 failed · {report.seconds:.1f} s</p>
<table><thead><tr><th>编号 Case</th><th>内容 What</th><th>结果 Outcome</th></tr></thead><tbody>{lines}</tbody></table>
</body></html>
"""


def _lines(report: Report) -> Iterator[str]:
    group = ""
    for o in report.outcomes:
        if o.group != group:
            group = o.group
            zh, en = GROUPS[group][0]
            yield f'<tr><th colspan="3" scope="colgroup">{zh} {en}</th></tr>'
        outcome = "✓ 通过 passed" if not o.cause else f"✗ 未通过 failed: {escape(o.cause)}"
        kind = ' class="no"' if o.cause else ""
        yield (
            f'<tr{kind}><th scope="row">{o.id}</th><td>{escape(o.title[0])}<br>{escape(o.title[1])}</td>'
            f"<td>{outcome}</td></tr>"
        )
