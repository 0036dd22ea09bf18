"""The desk of a clinic for mothers and children: lists, one plan, the booklet on paper."""
