"""Time stamps (RFC 3161) of the heads of the message log, by a service or by this installation itself."""
