"""What may be said of a row of a file of vacancies, and how much it weighs. Words: `interfaces.texts.listings`."""

from __future__ import annotations

REFUSED = (
    "listing_place_missing",
    "listing_place_too_long",
    "listing_place_elsewhere",
    "listing_home_unknown",
    "listing_rent_missing",
    "listing_rent_unreadable",
    "listing_rent_negative",
    "listing_rent_unreal",
    "listing_area_unreadable",
    "listing_area_negative",
    "listing_area_zero",
    "listing_area_unreal",
    "listing_not_vacant",
    "listing_damaged",
)
"""The row is not taken, and goes back to its sender."""
DOUBTFUL = (
    "listing_rent_zero",
    "listing_rent_range",
    "listing_rent_from",
    "listing_rent_unit",
    "listing_rent_is_date",
    "listing_rent_unlikely",
    "listing_area_range",
    "listing_area_unit",
    "listing_area_is_date",
    "listing_area_unlikely",
    "listing_rent_for_area_unlikely",
    "listing_layout_is_date",
    "listing_layout_unlikely",
    "listing_floor_is_date",
    "listing_floor_above_building",
    "listing_floor_unlikely",
    "listing_may_not_be_let",
    "listing_available_unreadable",
    "listing_available_without_year",
    "listing_available_unlikely",
    "listing_phone_invalid",
    "listing_phone_precision_lost",
    "listing_state_unclear",
    "listing_number_twice",
    "listing_same_flat",
)
"""The row is kept out of sight until its sender or the office has said that it is so."""
NOTED = (
    "listing_rent_about",
    "listing_rent_negotiable",
    "listing_area_about",
    "listing_area_missing",
    "listing_area_rounded",
    "listing_layout_not_read",
    "listing_floor_not_read",
    "listing_listed_not_read",
    "listing_phone_masked",
    "listing_phone_second",
    "listing_place_wide",
    "listing_offered_by_others",
    "listing_text_shortened",
)
"""The row is taken, with a remark."""
