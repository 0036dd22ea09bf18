"""Samples drawn from the register or from the homes of an area, checked at the door, checked again, and added up."""
