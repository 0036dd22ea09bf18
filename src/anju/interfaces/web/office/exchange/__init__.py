"""Exchange with other places at the office: health of links, agreements, messages that want somebody."""
