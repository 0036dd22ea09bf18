"""What a permit entitles its holder to, and questions of departments about one holder."""
