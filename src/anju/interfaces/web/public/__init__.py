"""What anybody may open: the first page, the notice, a scanned plate, an invitation."""
