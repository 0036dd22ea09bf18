"""How older gateways name and prove a sender: the national gateway's header fields, and MD5 in a form."""
