"""Groups, who belongs to them by their own act, and who speaks for them until when."""
