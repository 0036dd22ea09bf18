"""Exchange between places and departments: messages, signatures, links, and the kit that tries a peer."""
