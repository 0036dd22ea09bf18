"""HTTP message signatures (RFC 9421) with a digest of the content (RFC 9530): one strict profile, no tables."""
