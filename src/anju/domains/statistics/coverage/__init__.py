"""True coverage: how many people there are, those on no list included, from lists that overlap."""
