"""Credentials issued and checked per second, beside bare signing and checking of the same bytes in the same run.

Alone, without a database: the formats and the keys. `--seconds` is how long each part runs; one thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.harness import Report, arguments, show


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    return show(measure(args), as_json=args.json)


def measure(args: Any) -> Report:
    from anju.foundation.credentials.signing import ES256, SM2
    from anju.foundation.crypto import sm2

    report = Report("credentials")
    algorithms = [ES256, SM2] if sm2.available() else [ES256]
    each = max(0.2, args.seconds / (8 * len(algorithms)))
    for alg in algorithms:
        found = _of(alg, each)
        report.figures[alg] = {k: v for k, v in found.items() if not k.startswith("bare")}
        report.baseline[alg] = {k: v for k, v in found.items() if k.startswith("bare")}
        report.rows += int(
            sum(
                found[k] * each
                for k in ("code_issue", "code_check", "sd_jwt_issue", "sd_jwt_check")
            )
        )
        report.figures[alg] |= {
            f"{k}_ratio": round(
                found[k] / found["bare_sign" if k.endswith("issue") else "bare_check"], 3
            )
            for k in ("code_issue", "code_check", "sd_jwt_issue", "sd_jwt_check")
        }
    report.ratio = report.figures[ES256]["code_issue_ratio"]
    report.seconds = each * 8 * len(algorithms)
    return report


def _of(alg: str, each: float) -> dict[str, float]:
    from anju.foundation.credentials import permit_code, sd_jwt
    from anju.foundation.credentials.signing import HeldKey

    key = HeldKey.make(alg)
    face = {
        "city": "长沙市",
        "name": "张建国",
        "id_number": "430181199003079970",
        "permit_number": "430102202611000123",
        "residence_address": "芙蓉区某某街道某某小区3栋2单元1501室",
        "issuing_authority": "长沙市公安局芙蓉分局",
    }
    claims = {
        "iat": 1795000000,
        "exp": 1826536000,
        "status": {
            "status_list": {"idx": 812345, "uri": "https://jzz.example.gov.cn/status/4301-1"}
        },
    }
    message, signature = os.urandom(400), b""
    signature = key.sign(message)
    code = permit_code.write({**claims, **face}, key)
    wallet = sd_jwt.issue(claims, face, key, vct="urn:anju:residence-permit:1")
    shown = sd_jwt.present(wallet, {"city", "name"})
    found = {
        "bare_sign": _rate(lambda: key.sign(message), each),
        "bare_check": _rate(lambda: key.key.verify(message, signature), each),
        "code_issue": _rate(lambda: permit_code.write({**claims, **face}, key), each),
        "code_check": _rate(lambda: permit_code.read(code, lambda _: key.key), each),
        "sd_jwt_issue": _rate(
            lambda: sd_jwt.issue(claims, face, key, vct="urn:anju:residence-permit:1"), each
        ),
        "sd_jwt_check": _rate(lambda: sd_jwt.verify(shown, lambda _: key.key), each),
    }
    return {**found, "code_characters": len(code), "sd_jwt_characters": len(wallet)}


def _rate(call: Callable[[], object], seconds: float) -> float:
    call()
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        call()
        count += 1
    return round(count / (time.perf_counter() - begun), 1)


if __name__ == "__main__":
    from bench import credentials, harness

    harness.main(credentials)
