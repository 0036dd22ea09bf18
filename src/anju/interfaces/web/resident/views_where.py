"""Step 1 of declaring: which home. By its plate, or by its address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.interfaces.web.declaring import reason_text, signed_in
from anju.interfaces.web.session import ActorRequest


@require_safe
@signed_in
def where(request: ActorRequest) -> HttpResponse:
    """Scan or type the code; or choose the community, then the address."""
    code, region, home = (request.GET.get(n, "").strip() for n in ("code", "region", "home"))
    error = ""
    if code or home:
        found = places.home_by_code(code or home)
        if found is not None and found.closed_on is None:
            return redirect(f"{reverse('resident:declare')}?{urlencode({'home': found.code})}")
        error = reason_text("home_unknown")
    if request.GET.get("address") and len(region) >= 12:
        parts = {k: request.GET.get(k, "")[:100] for k in ("region", "address", "room")}
        return redirect(f"{reverse('resident:declare')}?{urlencode(parts)}")
    return render(
        request,
        "resident/where.html",
        {
            "code": code,
            "error": error,
            "region": region,
            "region_text": regions.names([region]).get(region, ""),
            "homes_url": f"{reverse('resident:homes')}?{urlencode({'region': region})}",
            "back_url": reverse("resident:home"),
        },
    )
