"""Sample audits: drawn, checked, checked again by others, published with intervals."""
