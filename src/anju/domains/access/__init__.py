"""Users, grants, jurisdiction: who may do what, where, and for which purpose."""
