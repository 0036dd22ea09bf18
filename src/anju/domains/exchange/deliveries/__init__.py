"""What departments delivered: files taken in whole, facts with source and date, refused rows with reasons."""
