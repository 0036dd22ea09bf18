"""How large a chosen file may be: said beside the field, and asked by the browser before the file travels."""

from __future__ import annotations

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from anju.interfaces.web.uploads import largest, limit_attributes

register = template.Library()
register.simple_tag(largest, name="largest_file")


@register.simple_tag
def file_limit(kind: str) -> SafeString:
    """The attributes of a file field of this kind of upload."""
    return flatatt(limit_attributes(kind))
