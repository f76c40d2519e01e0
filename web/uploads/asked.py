"""What is known of a delivery before its file is read: words of people, remembered layouts."""

from __future__ import annotations

from django.utils import timezone

from web.organisations.models import Organisation
from web.organisations.tree import tree_on
from web.uploads.mapped import Rule
from web.uploads.models import Delivery, Mapping
from web.uploads.screening import Asked


def asked_of(delivery: Delivery) -> Asked:
    """What was said of it, the layout made for it, the layouts in force where it comes from."""
    place = place_of(delivery.organisation)
    found = Mapping.objects.filter(organisation=place, is_active=True)
    remembered = {one.signature: rule_of(one) for one in found}
    chosen = rule_of(delivery.mapping) if delivery.mapping else None
    return Asked(delivery.said, chosen, remembered)


def layout_of(delivery: Delivery, signature: str) -> Mapping | None:
    """The layout the file was read by, so that it is read by the same one when accepted."""
    if not signature or delivery.mapping:
        return delivery.mapping
    place = place_of(delivery.organisation)
    return Mapping.objects.filter(signature=signature, organisation=place, is_active=True).first()


def rule_of(mapping: Mapping) -> Rule:
    """A remembered layout as the reader takes it."""
    return Rule(mapping.signature, mapping.table, mapping.columns, mapping.constants)


def place_of(organisation: Organisation) -> Organisation:
    """The municipality a layout is remembered for: that of the sender."""
    code = tree_on(timezone.localdate()).municipality(organisation.code)
    return Organisation.objects.get(code=code)
